import {
  DeleteMessageBatchCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

const BATCH = 10;

/** As many clients at once as `patchbay` has workers. */
const WORKERS = 8;

/** Puts `count` messages on a queue. */
export async function fill(
  sqs: SQSClient,
  QueueUrl: string,
  count: number,
  bodyOf: (index: number) => string,
): Promise<void> {
  for (let first = 0; first < count; first += BATCH) {
    const Entries = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => ({
      Id: String(index),
      MessageBody: bodyOf(first + index),
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}

export const purge = (sqs: SQSClient, QueueUrl: string) =>
  sqs.send(new PurgeQueueCommand({ QueueUrl }));

/**
 * The peer: the same batches received, sent and deleted as fast as the broker takes them, with no
 * journal, no backup and no look at what they are.
 * @returns messages per second
 */
export async function moveBare(sqs: SQSClient, from: string, to: string): Promise<number> {
  const startedMs = performance.now();
  const moved = await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      let count = 0;
      for (;;) {
        const batch = await moveBatch(sqs, from, to);
        if (batch === 0) return count;
        count += batch;
      }
    }),
  );
  const messages = moved.reduce((sum, count) => sum + count, 0);
  return messages / ((performance.now() - startedMs) / 1000);
}

async function moveBatch(sqs: SQSClient, from: string, to: string): Promise<number> {
  const receive = new ReceiveMessageCommand({ QueueUrl: from, MaxNumberOfMessages: BATCH });
  const { Messages = [] } = await sqs.send(receive);
  if (Messages.length === 0) return 0;
  const sent = Messages.map(({ Body }, index) => ({ Id: String(index), MessageBody: Body }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: to, Entries: sent }));
  const gone = Messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: from, Entries: gone }));
  return Messages.length;
}
