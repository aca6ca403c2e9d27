import {
  connectLambdaEventSchema,
  type ConnectLambdaEvent,
  type MediaStream,
} from '@patchbay/contracts';
import { PatchbayError } from '@patchbay/platform';

/** The function was invoked with something else than a contact flow's event; values stay out of it. */
export class BadFlowEventError extends PatchbayError {
  constructor(problems: readonly string[]) {
    super('BadFlowEventError', `Not a usable contact flow event: ${problems.join('; ')}.`, {
      retryable: false,
    });
  }
}

/** @throws BadFlowEventError naming every field that is missing or malformed */
export function parseContactFlowEvent(event: unknown): ConnectLambdaEvent {
  const parsed = connectLambdaEventSchema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new BadFlowEventError(
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  );
}

/** Where Connect puts the caller's audio, once media streaming has started. */
export function mediaStreamOf(event: ConnectLambdaEvent): MediaStream | undefined {
  const audio = event.Details.ContactData.MediaStreams?.Customer?.Audio;
  if (!audio?.StreamARN || !audio.StartTimestamp) return undefined;
  return { streamArn: audio.StreamARN, startTimestampMs: Number(audio.StartTimestamp) };
}

/** A parameter that the flow really set: an empty attribute reaches a function as an empty string. */
export function flowParameter(event: ConnectLambdaEvent, name: string): string | undefined {
  return event.Details.Parameters[name] || undefined;
}
