import { z } from 'zod';
import type { LambdaResult } from '../../lambda/lambda-invoker';
import { lambdaEvent } from '../lambda-event';
import type { Call } from '../services';
import { defineAction, DONE, FAILED, text } from './action';
import { readStringMap } from './lambda-answer';

/** A failed invocation is tried again, up to this many in all, until the time limit. */
const ATTEMPTS = 3;

/** Lambda functions in a row, with nothing played in between, may take this long together. */
const CHAIN_LIMIT_MS = 20_000;

/**
 * Invokes a Lambda function and puts its answer into `$.External`, all of it. Limits as in
 * "Invoke AWS Lambda functions" of the administrator guide.
 */
export const invokeLambdaFunction = defineAction({
  parameters: z.strictObject({
    LambdaFunctionARN: text,
    InvocationTimeLimitSeconds: z.string().regex(/^[1-8]$/, 'must be 1 to 8 seconds'),
    InvocationType: z.literal('SYNCHRONOUS'),
    // A reference without a value arrives at the function as an empty string.
    LambdaInvocationAttributes: z.record(text, z.string()).optional(),
    ResponseValidation: z.strictObject({ ResponseType: z.literal('STRING_MAP') }),
  }),
  errors: ['NoMatchingError'],
  async run(parameters, call) {
    const name = parameters.LambdaFunctionARN.split(':').at(-1);
    const limitMs = Number(parameters.InvocationTimeLimitSeconds) * 1000;
    const event = lambdaEvent(call.contact, parameters.LambdaInvocationAttributes ?? {});
    const result = await invokeWithin(limitMs, call, (timeoutMs) =>
      call.services.lambdas.invoke(parameters.LambdaFunctionARN, event, timeoutMs),
    );
    if (result.kind === 'error') return FAILED;
    const read = readStringMap(result.payload);
    if ('answer' in read) {
      call.contact.external = read.answer;
      return DONE;
    }
    call.complain(`${name}: ${read.refusal}`);
    return FAILED;
  },
});

async function invokeWithin(
  limitMs: number,
  { contact, line, services: { clock, delays } }: Call,
  invoke: (timeoutMs: number) => Promise<LambdaResult>,
): Promise<LambdaResult> {
  const startMs = clock.monotonicMs();
  const allowedMs = Math.min(limitMs, CHAIN_LIMIT_MS - contact.lambdaMsSincePrompt);
  const leftMs = () => Math.round(startMs + allowedMs - clock.monotonicMs());
  let result: LambdaResult = { kind: 'error', errorType: 'NotInvoked' };
  for (let attempt = 1; attempt <= ATTEMPTS && leftMs() > 0; attempt += 1) {
    await line.pause(delays.lambdaMs);
    if (line.closed.aborted) break;
    result = await invoke(Math.max(1, leftMs()));
    if (result.kind === 'ok') break;
  }
  contact.lambdaMsSincePrompt += clock.monotonicMs() - startMs;
  return result;
}
