import type { DomainEvent } from '@patchbay/contracts';
import type { Fault } from '../fault';
import { archiveInOrder } from './archive-in-order';
import { archiveChecksums, callEnds, contactIds, voicemails } from './calls';
import { tallyWebhooks } from './ledger';
import { startConsumersWorld, type ConsumerName, type ConsumersWorld } from './world';

/** Ends of calls take the archiver several requests each, voicemails one webhook. */
const EVENTS = { full: { ends: 2500, notices: 7500 }, short: { ends: 100, notices: 100 } };
const BOTH_QUEUES = ['transcripts', 'notifications'];
const REPEATED_SHARE = 0.3;
const TWO_OF_EACH: ConsumerName[] = [
  ...(['transcript-archiver', 'transcript-archiver'] as const),
  ...(['notification-service', 'notification-service'] as const),
];

/** Events come again and in any order: each has one effect, and transcripts are as if in order. */
export const duplicates: Fault = async ({ scale, tell }) => {
  const world = await startConsumersWorld();
  try {
    await Promise.all(TWO_OF_EACH.map((name) => world.start(name)));
    const { ends, notices } = EVENTS[scale];
    const contacts = contactIds(ends);
    const inOrder = await archiveInOrder(contacts, world);
    tell(`${contacts.length} calls archived in order`);
    const result = await deliverShuffled(inOrder, notices, world);
    return { pass: isWhole(result), ...result };
  } finally {
    await world.close();
  }
};

/**
 * Ends of calls and so many voicemails, repeated and shuffled.
 * @param inOrder the calls that end, and the checksum of each one's archive in undisturbed order
 */
export async function deliverShuffled(
  inOrder: ReadonlyMap<string, string>,
  notices: number,
  world: ConsumersWorld,
) {
  const contacts = [...inOrder.keys()];
  const left = voicemails(contactIds(notices));
  const wanted = [...callEnds(contacts), ...left];
  const deliveries = shuffled(wanted.flatMap(repeated));
  await world.publish(deliveries);
  await Promise.all(BOTH_QUEUES.map((queue) => world.untilDrained(queue)));

  const archived = await archiveChecksums(contacts, world.s3);
  const notified = tallyWebhooks(
    world.cloud,
    left.map(({ id }) => id),
  );
  const missing = [...archived.values()].filter((checksum) => checksum === 'missing').length;
  return {
    events: wanted.length,
    deliveries: deliveries.length,
    effects: notified.effects + contacts.length - missing,
    lost: notified.lost + missing,
    doubled: notified.doubled,
    dead_letters: await countDeadLetters(world),
    transcripts_differing: contacts.filter((id) => archived.get(id) !== inOrder.get(id)).length,
  };
}

export const isWhole = (found: Awaited<ReturnType<typeof deliverShuffled>>) =>
  found.effects === found.events &&
  found.lost + found.doubled + found.dead_letters + found.transcripts_differing === 0;

async function countDeadLetters(world: ConsumersWorld): Promise<number> {
  const counts = await Promise.all(BOTH_QUEUES.map((queue) => world.countDeadLetters(queue)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The event once, or in some cases two to five times. */
function repeated(event: DomainEvent, index: number): DomainEvent[] {
  const isRepeated = (index * 7) % 10 < REPEATED_SHARE * 10;
  return Array.from({ length: isRepeated ? 2 + (index % 4) : 1 }, () => event);
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
