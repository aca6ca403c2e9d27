import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { MessageSender } from '@patchbay/messaging';

/** Whoever sends has a caller waiting, or a lease to keep; a message that went out all the same is one more. */
const SEND_LIMIT_MS = 2000;

/** Sends to one SQS queue; a message may be up to 1 MB. */
export function createSqsSender(
  { queueUrl }: { queueUrl: string },
  client = new SQSClient({}),
): MessageSender {
  return {
    async send(body, delayS) {
      const command = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body,
        DelaySeconds: delayS,
      });
      await client.send(command, { abortSignal: AbortSignal.timeout(SEND_LIMIT_MS) });
    },
  };
}
