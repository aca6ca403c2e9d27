import { readFileSync } from 'node:fs';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { DomainEvent } from '@patchbay/contracts';
import { createDynamoFailureLog } from '@patchbay/failure-log-dynamodb';
import { deadLetterQueue, FAILURES_TABLE, QUEUES } from '@patchbay/infra';
import { sleep } from '@patchbay/platform';
import type { Fault } from '../fault';
import { contactIds, voicemails } from './calls';
import { tallyWebhooks } from './ledger';
import { startConsumersWorld, type ConsumersWorld } from './world';

const EVENTS = { full: 10_000, short: 100 };
/** One in so many is poison. */
const POISON_EVERY = 100;
/** Well below what one consumer carries, so that what is measured is not the queue's length. */
const PACE = { events: 10, intervalMs: 250 };
const QUEUE = 'notifications';
const MAX_RECEIVES = QUEUES.find(({ name }) => name === QUEUE)?.maxReceiveCount;
/** Over how much of the undisturbed latency the healthy ones may take, at the 99th percentile. */
const P99_FACTOR = 2;

/** Events that no retry mends: they end explained on the dead-letter queue, and hold up no other. */
export const poison: Fault = async ({ scale, tell }) => {
  const world = await startConsumersWorld();
  try {
    const service = await world.start('notification-service');
    const undisturbed = voicemails(contactIds(EVENTS[scale], 'warm'));
    const before = await latencies(undisturbed, world);
    tell(`${undisturbed.length} undisturbed, p99 ${Math.round(before.p99)} ms`);

    const events = voicemails(contactIds(EVENTS[scale])).map((event, index) =>
      index % POISON_EVERY === POISON_EVERY / 2 ? poisoned(event) : event,
    );
    const bad = events.filter(isPoison).map(({ id }) => id);
    const healthy = events.filter((event) => !isPoison(event)).map(({ id }) => id);
    const after = await latencies(events, world);

    const tally = tallyWebhooks(world.cloud, healthy);
    const found = {
      effects: healthy.length - tally.lost,
      ...{ lost: tally.lost, doubled: tally.doubled, poison: bad.length },
      dead_letters: (await deadLetterIds(world)).filter((id) => bad.includes(id)).length,
      after_exactly_max_receives: exactAttempts(readFileSync(service.logFile, 'utf8'), bad),
      explained: await explained(bad, world),
    };
    const isExplained =
      found.dead_letters === bad.length &&
      found.after_exactly_max_receives === bad.length &&
      found.explained === bad.length;
    // The few of the short form have no 99th percentile worth judging.
    const isUnhindered = scale === 'short' || after.p99 <= P99_FACTOR * before.p99;
    return {
      pass: tally.lost + tally.doubled === 0 && isExplained && isUnhindered,
      ...found,
      healthy_p99_ms: { without: Math.round(before.p99), with: Math.round(after.p99) },
    };
  } finally {
    await world.close();
  }
};

const isPoison = ({ data }: DomainEvent) => !('requestKey' in data);

/** The event without what its consumer needs. */
const poisoned = (event: DomainEvent) => ({ ...event, data: {} }) as DomainEvent;

/** Publishes at an even pace and waits for the end; from publishing to the webhook, in ms. */
async function latencies(events: readonly DomainEvent[], world: ConsumersWorld) {
  const publishedAtMs = new Map<string, number>();
  const tookMs: number[] = [];
  const end = world.cloud.webhooks.onDelivery(({ body }) => {
    const startMs = publishedAtMs.get((body as { id: string }).id);
    if (startMs !== undefined) tookMs.push(performance.now() - startMs);
  });
  for (let at = 0; at < events.length; at += PACE.events) {
    const some = events.slice(at, at + PACE.events);
    for (const { id } of some) publishedAtMs.set(id, performance.now());
    await Promise.all([world.publish(some), sleep(PACE.intervalMs)]);
  }
  await world.untilDrained(QUEUE);
  end();
  tookMs.sort((a, b) => a - b);
  return { p99: tookMs[Math.floor(tookMs.length * 0.99)] ?? NaN };
}

async function deadLetterIds({ cloud, sqs }: ConsumersWorld): Promise<string[]> {
  const QueueUrl = cloud.queueUrls[deadLetterQueue(QUEUE)] ?? '';
  const ids: string[] = [];
  for (;;) {
    const receive = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive));
    if (Messages.length === 0) return ids;
    ids.push(...Messages.map(({ Body = '' }) => JSON.parse(Body).detail.id as string));
  }
}

/** How many of the events were tried as often as the queue allows, by the consumer's own log. */
function exactAttempts(log: string, ids: readonly string[]): number {
  const attempts = new Map<string, number[]>();
  for (const line of log.split('\n').filter((text) => text.includes('message failed'))) {
    const { eventId, attempt } = JSON.parse(line) as { eventId: string; attempt: number };
    attempts.set(eventId, [...(attempts.get(eventId) ?? []), attempt]);
  }
  const all = Array.from({ length: MAX_RECEIVES ?? 0 }, (_, index) => index + 1).join();
  return ids.filter((id) => attempts.get(id)?.join() === all).length;
}

/** How many of the events have their last error in the failure log. */
async function explained(ids: readonly string[], { dynamodb }: ConsumersWorld): Promise<number> {
  const log = createDynamoFailureLog({ tableName: FAILURES_TABLE.name }, dynamodb);
  let count = 0;
  for (const id of ids) {
    const failure = await log.latest(QUEUE, id);
    const isRight = failure?.errorName === 'MalformedMessageError';
    if (isRight && failure.attempt === MAX_RECEIVES) count += 1;
  }
  return count;
}
