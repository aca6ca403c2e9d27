import type { DomainEvent } from '@patchbay/contracts';
import type { Fault } from '../fault';
import { archiveInOrder } from './archive-in-order';
import { archiveChecksums, callEnds, contactIds, voicemails } from './calls';
import { tallyWebhooks } from './ledger';
import { startConsumersWorld, type ConsumerName, type ConsumersWorld } from './world';

const EVENTS = { full: 10_000, short: 200 };
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
    const contacts = contactIds(EVENTS[scale] / 2);
    const inOrder = await archiveInOrder(contacts, world);
    tell(`${contacts.length} calls archived in order`);
    const result = await deliverShuffled(inOrder, world);
    return { pass: isWhole(result), ...result };
  } finally {
    await world.close();
  }
};

/**
 * One half of the events ends calls, the other is voicemails.
 * @param inOrder the calls, and the checksum of each one's archive in undisturbed order
 */
export async function deliverShuffled(inOrder: ReadonlyMap<string, string>, world: ConsumersWorld) {
  const contacts = [...inOrder.keys()];
  const wanted = [...callEnds(contacts), ...voicemails(contacts)];
  const deliveries = shuffled(wanted.flatMap(repeated));
  await world.publish(deliveries);
  await Promise.all(BOTH_QUEUES.map((queue) => world.untilDrained(queue)));

  const archived = await archiveChecksums(contacts, world.s3);
  const notified = tallyWebhooks(
    world.cloud,
    voicemails(contacts).map(({ id }) => id),
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
