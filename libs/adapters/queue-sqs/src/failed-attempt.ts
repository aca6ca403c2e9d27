import type { Message } from '@aws-sdk/client-sqs';
import { failureNameOf, type FailedAttempt } from '@patchbay/messaging';
import { errorName, PatchbayError } from '@patchbay/platform';

/** Words of a foreign error may quote the message, and so a caller; ours never do. */
const FOREIGN_ERROR = 'Not an error of Patchbay; its words are not kept, as they may quote a call.';

/** Why this receive of the message failed. */
export function failedAttempt(
  message: Message,
  { queue, error, failedAtMs }: { queue: string; error: unknown; failedAtMs: number },
): FailedAttempt {
  return {
    queue,
    ...failureNameOf(message.Body ?? '', message.MessageId),
    attempt: receiveCount(message),
    errorName: errorName(error),
    errorMessage: error instanceof PatchbayError ? error.message : FOREIGN_ERROR,
    failedAtMs,
  };
}

/** How often the message was received, this time included. */
export const receiveCount = (message: Message) =>
  Number(message.Attributes?.ApproximateReceiveCount ?? 1);
