import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetterSender } from '@patchbay/messaging';

/** Sets messages aside on one SQS queue, each with its reason in the attribute `reason`. */
export function createSqsDeadLetterSender(
  { queueUrl }: { queueUrl: string },
  client = new SQSClient({}),
): DeadLetterSender {
  return {
    async send(body, reason) {
      const { MessageId = '' } = await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: { reason: { DataType: 'String', StringValue: reason } },
        }),
      );
      return MessageId;
    },
  };
}
