import type { Message } from '@aws-sdk/client-sqs';
import type { FailedAttempt } from '@patchbay/messaging';
import { errorName, PatchbayError } from '@patchbay/platform';
import { z } from 'zod';

/** As much of one of our events as names it, however wrong the rest is. */
const namedEventSchema = z.object({
  detail: z.object({ id: z.string().min(1), type: z.string().default('unknown') }),
});

/** Words of a foreign error may quote the message, and so a caller; ours never do. */
const FOREIGN_ERROR = 'Not an error of Patchbay; its words are not kept, as they may quote a call.';

/** Why this receive of the message failed. */
export function failedAttempt(
  message: Message,
  { queue, error, failedAtMs }: { queue: string; error: unknown; failedAtMs: number },
): FailedAttempt {
  return {
    queue,
    ...namedEvent(message),
    attempt: receiveCount(message),
    errorName: errorName(error),
    errorMessage: error instanceof PatchbayError ? error.message : FOREIGN_ERROR,
    failedAtMs,
  };
}

/** How often the message was received, this time included. */
export const receiveCount = (message: Message) =>
  Number(message.Attributes?.ApproximateReceiveCount ?? 1);

function namedEvent({ Body, MessageId }: Message): Pick<FailedAttempt, 'eventId' | 'eventType'> {
  const named = namedEventSchema.safeParse(parseJson(Body));
  if (!named.success) return { eventId: `message:${MessageId}`, eventType: 'unknown' };
  const { id, type } = named.data.detail;
  return { eventId: id, eventType: type };
}

function parseJson(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
