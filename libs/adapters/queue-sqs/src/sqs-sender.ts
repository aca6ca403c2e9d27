import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { MessageSender } from '@patchbay/messaging';

/** Sends to one SQS queue; a message may be up to 1 MB. */
export function createSqsSender(
  { queueUrl }: { queueUrl: string },
  client = new SQSClient({}),
): MessageSender {
  return {
    async send(body, delayS) {
      await client.send(
        new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, DelaySeconds: delayS }),
      );
    },
  };
}
