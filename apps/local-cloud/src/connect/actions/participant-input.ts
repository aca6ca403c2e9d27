import { z } from 'zod';
import { playPrompt } from '../prompts/play-prompt';
import { withPromptSource } from '../prompts/prompt-source';
import type { Call } from '../services';
import { defineAction, DONE, FAILED, type ActionResult } from './action';

const touchtoneBuffer = z.strictObject({ EnableDTMFBuffer: z.enum(['True', 'False']) });

/** Limits must be fixed in the flow, they cannot be references (GetParticipantInput, API reference). */
const storedInput = withPromptSource(
  {
    StoreInput: z.literal('True'),
    InputTimeLimitSeconds: z.string().regex(/^[1-9]\d?$/),
    InputValidation: z.strictObject({
      CustomValidation: z.strictObject({
        MaximumLength: z.string().regex(/^([1-9]|[12]\d|30)$/),
      }),
    }),
    DTMFConfiguration: z.strictObject({
      InputTerminationSequence: z.string().regex(/^[0-9*#]$/),
      DisableCancelKey: z.literal('True'),
      InterdigitTimeLimitSeconds: z.string().regex(/^([1-9]|1\d|20)$/),
    }),
  },
  'one prompt, StoreInput "True", fixed limits, a terminating key, no cancel key',
);
type StoredInput = z.infer<typeof storedInput>;

/**
 * Two blocks share this action: "Set touchtone buffer behavior", and "Store customer input", whose
 * keys end in `$.StoredCustomerInput` (`Timeout` when none was pressed).
 */
export const getParticipantInput = defineAction({
  parameters: z.union([touchtoneBuffer, storedInput], {
    error: 'only EnableDTMFBuffer alone, or StoreInput with one prompt, fixed limits and end key',
  }),
  errors: ['NoMatchingError'],
  run: (parameters, call) =>
    'EnableDTMFBuffer' in parameters
      ? setBuffer(parameters.EnableDTMFBuffer === 'True', call)
      : storeInput(parameters, call),
});

function setBuffer(enabled: boolean, { line }: Call): ActionResult {
  if (enabled) line.keys.startBuffering();
  else line.keys.stopAndClear();
  return DONE;
}

async function storeInput(parameters: StoredInput, call: Call): Promise<ActionResult> {
  const { InputTerminationSequence, InterdigitTimeLimitSeconds } = parameters.DTMFConfiguration;
  const maximum = Number(parameters.InputValidation.CustomValidation.MaximumLength);
  const first = await firstKey(parameters, call);
  if (first === 'refused') return FAILED;
  let digits = '';
  let key = first;
  while (key !== undefined && key !== InputTerminationSequence) {
    digits += key;
    if (digits.length === maximum) break;
    key = await call.line.keys.next(call.line.pause(Number(InterdigitTimeLimitSeconds) * 1000));
  }
  call.contact.storedInput = digits === '' ? 'Timeout' : digits;
  return DONE;
}

/** A key pressed ahead skips the prompt, one pressed while it plays cuts it short. */
async function firstKey(
  parameters: StoredInput,
  call: Call,
): Promise<string | undefined | 'refused'> {
  const { keys } = call.line;
  const pressedAhead = keys.takeAhead();
  if (pressedAhead !== undefined) return pressedAhead;
  const stop = new AbortController();
  const limitMs = Number(parameters.InputTimeLimitSeconds) * 1000;
  const played = playPrompt(parameters, call, stop.signal);
  const key = await keys.next(
    played.then((wasPlayed) => (wasPlayed ? call.line.pause(limitMs) : undefined)),
  );
  stop.abort();
  return (await played) ? key : 'refused';
}
