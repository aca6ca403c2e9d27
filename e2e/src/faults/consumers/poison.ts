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
/** Without any poison among them, to compare with. */
const UNDISTURBED = { full: 3000, short: 100 };
/** A process that has just started is slow: its first events are not measured. */
const WARM_UP = 200;
const ROUNDS = { full: 10, short: 1 };
/** One in so many is poison. */
const POISON_EVERY = 100;
/** Well below what one consumer carries, so that what is measured is not the queue's length. */
const PACE = { events: 10, intervalMs: 100 };
const QUEUE = 'notifications';
const MAX_RECEIVES = QUEUES.find(({ name }) => name === QUEUE)?.maxReceiveCount;
/** Over how much of the undisturbed latency the healthy ones may take, at the 99th percentile. */
const P99_FACTOR = 2;

/** Events that no retry mends: they end explained on the dead-letter queue, and hold up no other. */
export const poison: Fault = async ({ scale, tell }) => {
  const world = await startConsumersWorld();
  try {
    const service = await world.start('notification-service');
    const warmUp = voicemails(contactIds(WARM_UP, 'warm'));
    await latencies(warmUp, world);
    const undisturbed = voicemails(contactIds(UNDISTURBED[scale], 'undisturbed'));
    const events = voicemails(contactIds(EVENTS[scale])).map((event, index) =>
      index % POISON_EVERY === POISON_EVERY / 2 ? poisoned(event) : event,
    );
    const p99 = await latenciesInTurns(undisturbed, events, world, ROUNDS[scale]);
    tell(`p99 ${p99.without} ms without poison, ${p99.with} ms beside it`);

    const poison = events.filter(isPoison).map(({ id }) => id);
    const before = [...warmUp, ...undisturbed];
    const healthy = [...before, ...events.filter((event) => !isPoison(event))];
    const tally = tallyWebhooks(
      world.cloud,
      healthy.map(({ id }) => id),
    );
    const deadLetters = await deadLetterIds(world);
    const found = {
      effects: tally.effects - before.length,
      ...{ lost: tally.lost, doubled: tally.doubled, poison: poison.length },
      dead_letters: deadLetters.length,
      after_exactly_max_receives: exactAttempts(readFileSync(service.logFile, 'utf8'), poison),
      explained: await explained(poison, world),
      healthy_p99_ms: p99,
    };
    const isSettled = tally.effects === healthy.length && tally.lost + tally.doubled === 0;
    const isExplained =
      deadLetters.toSorted().join() === poison.toSorted().join() &&
      found.after_exactly_max_receives === poison.length &&
      found.explained === poison.length;
    // The few of the short form have no 99th percentile worth judging.
    const isUnhindered = scale === 'short' || p99.with <= P99_FACTOR * p99.without;
    return { pass: isSettled && isExplained && isUnhindered, ...found };
  } finally {
    await world.close();
  }
};

const isPoison = ({ data }: DomainEvent) => !('requestKey' in data);

/** The event without what its consumer needs. */
const poisoned = (event: DomainEvent) => ({ ...event, data: {} }) as DomainEvent;

/**
 * The 99th percentile of the healthy ones without poison and beside it, in whole milliseconds. Some
 * of the one are sent, then some of the other, so that a noisy moment of the machine meets both.
 */
async function latenciesInTurns(
  undisturbed: readonly DomainEvent[],
  events: readonly DomainEvent[],
  world: ConsumersWorld,
  rounds: number,
) {
  const tookMs = { without: new Array<number>(), with: new Array<number>() };
  const part = (of: readonly DomainEvent[], round: number) =>
    of.slice((round * of.length) / rounds, ((round + 1) * of.length) / rounds);
  for (let round = 0; round < rounds; round += 1) {
    tookMs.without.push(...(await latencies(part(undisturbed, round), world)));
    tookMs.with.push(...(await latencies(part(events, round), world)));
  }
  return { without: p99Of(tookMs.without), with: p99Of(tookMs.with) };
}

function p99Of(tookMs: readonly number[]): number {
  const inOrder = tookMs.toSorted((a, b) => a - b);
  return Math.round(inOrder[Math.floor(inOrder.length * 0.99)] ?? NaN);
}

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
  return tookMs;
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
