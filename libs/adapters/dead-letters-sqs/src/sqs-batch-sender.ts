import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { BatchSender, OutgoingMessage } from '@patchbay/messaging';
import { entryId, forEachBatch, toBatches } from './batches';
import { sizeInBytes, toSqs } from './message-attributes';

/** Sends to one SQS queue in batches; SQS refuses messages one by one, with the request a success. */
export function createSqsBatchSender(
  { queueUrl }: { queueUrl: string },
  client = new SQSClient({}),
): BatchSender {
  async function sendBatch(batch: OutgoingMessage[]): Promise<(string | undefined)[]> {
    const command = new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: batch.map(({ body, attributes }, index) => ({
        Id: entryId(index),
        MessageBody: body,
        MessageAttributes: toSqs(attributes),
      })),
    });
    const { Successful = [] } = await client.send(command);
    const newIds = new Map(Successful.map(({ Id, MessageId }) => [Id, MessageId]));
    return batch.map((_, index) => newIds.get(entryId(index)));
  }
  return {
    async sendAll(messages) {
      const batches = toBatches(messages, sizeInBytes);
      const answers = await forEachBatch(batches, (batch) => settle(sendBatch(batch)));
      if (answers.length > 0 && answers.every(({ error }) => error)) throw answers[0]?.error;
      return answers.flatMap(({ value }, i) => value ?? (batches[i] ?? []).map(() => undefined));
    },
  };
}

/** A batch that fails must not hide that others before it were sent. */
async function settle<T>(request: Promise<T>): Promise<{ value?: T; error?: unknown }> {
  try {
    return { value: await request };
  } catch (error) {
    return { error };
  }
}
