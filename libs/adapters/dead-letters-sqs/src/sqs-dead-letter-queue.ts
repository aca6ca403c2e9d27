import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import type { DeadLetter, DeadLetterQueue } from '@patchbay/messaging';
import { entryId, forEachBatch, toBatches } from './batches';
import { fromSqs } from './message-attributes';

/** The most that one receive hands out. */
const MAX_RECEIVED = 10;

/** One SQS dead-letter queue. SQS has no way to look at a message without holding it. */
export function createSqsDeadLetterQueue(
  { queueUrl }: { queueUrl: string },
  client = new SQSClient({}),
): DeadLetterQueue {
  const entries = (handles: readonly string[]) =>
    handles.map((ReceiptHandle, index) => ({ Id: entryId(index), ReceiptHandle }));

  async function removeBatch(handles: string[]): Promise<string[]> {
    const command = new DeleteMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: entries(handles),
    });
    const { Successful = [] } = await client.send(command);
    const gone = new Set(Successful.map(({ Id }) => Id));
    return handles.filter((_, index) => gone.has(entryId(index)));
  }

  return {
    address: queueUrl,

    async count() {
      const command = new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      });
      const { Attributes = {} } = await client.send(command);
      return {
        visible: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
        held: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
      };
    },

    async receive({ holdS, waitS }) {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: MAX_RECEIVED,
        VisibilityTimeout: holdS,
        WaitTimeSeconds: waitS,
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
        MessageAttributeNames: ['All'],
      });
      const { Messages = [] } = await client.send(command);
      return Messages.map(toDeadLetter);
    },

    async release(receiptHandles) {
      await forEachBatch(toBatches(receiptHandles), (handles) => {
        const Entries = entries(handles).map((entry) => ({ ...entry, VisibilityTimeout: 0 }));
        return client.send(
          new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }),
        );
      });
    },

    remove: async (receiptHandles) =>
      (await forEachBatch(toBatches(receiptHandles), removeBatch)).flat(),
  };
}

function toDeadLetter(message: Message): DeadLetter {
  const { MessageId = '', ReceiptHandle = '', Body = '', Attributes, MessageAttributes } = message;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: fromSqs(MessageAttributes ?? {}),
    sentAtMs: Number(Attributes?.SentTimestamp ?? 0),
    receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
  };
}
