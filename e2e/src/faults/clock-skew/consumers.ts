import { archiveInOrder } from '../consumers/archive-in-order';
import { contactIds, countOutOfOrder } from '../consumers/calls';
import { deliverShuffled, isWhole } from '../consumers/duplicates';
import { startConsumersWorld } from '../consumers/world';
import type { FaultFigures, FaultRun } from '../fault';
import { shiftedClock } from './shifted-clock';

const SKEW_MS = 15 * 60_000;
const EVENTS = { full: 2000, short: 100 };

/**
 * Consumers whose clocks differ by half an hour share the queues: each event has one effect, and
 * the transcripts are the same bytes as from a consumer whose clock is right, in the order of turns.
 */
export async function consumersUnderSkew({ scale, tell }: FaultRun): Promise<FaultFigures> {
  const world = await startConsumersWorld();
  try {
    const contacts = contactIds(EVENTS[scale] / 2);
    const rightArchiver = await world.start('transcript-archiver');
    const inOrder = await archiveInOrder(contacts, world);
    await rightArchiver.stop();
    tell(`${contacts.length} calls archived by a right clock`);
    await Promise.all(
      [-SKEW_MS, SKEW_MS].flatMap((skewMs) => [
        world.start('transcript-archiver', shiftedClock(skewMs)),
        world.start('notification-service', shiftedClock(skewMs)),
      ]),
    );
    const result = await deliverShuffled(inOrder, contacts.length, world);
    const transcripts_out_of_order = await countOutOfOrder(contacts, world.s3);
    const pass = isWhole(result) && transcripts_out_of_order === 0;
    return { pass, skew_min: [-15, 15], ...result, transcripts_out_of_order };
  } finally {
    await world.close();
  }
}
