import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { countMessages } from '@patchbay/local-cloud';
import { sleep } from '@patchbay/platform';

const BATCH = 10;
const LOOK_INTERVAL_MS = 100;

/** Puts bodies on a queue, ten a request. */
export async function fill(sqs: SQSClient, QueueUrl: string, bodies: string[]): Promise<void> {
  for (let first = 0; first < bodies.length; first += BATCH) {
    const Entries = bodies
      .slice(first, first + BATCH)
      .map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`SQS refused ${Failed.length} messages`);
  }
}

/** Waits until the consumers have emptied the queues. @throws after `limitMs` */
export async function untilEmpty(
  sqs: SQSClient,
  queueUrls: readonly string[],
  limitMs: number,
): Promise<void> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const counts = await Promise.all(queueUrls.map((url) => countMessages(sqs, url)));
    if (counts.every((count) => count === 0)) return;
    if (performance.now() > endMs) throw new Error(`queues still hold ${counts.join(', ')}`);
    await sleep(LOOK_INTERVAL_MS);
  }
}
