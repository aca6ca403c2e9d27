import type { FaultFigures, FaultRun } from '../fault';
import { deliverShuffled, isWhole } from '../consumers/duplicates';
import { startConsumersWorld } from '../consumers/world';
import { shiftedClock } from './shifted-clock';

const SKEW_MS = 15 * 60_000;
const EVENTS = { full: 2000, short: 100 };

/**
 * Consumers whose clocks differ by half an hour share the queues: each event has one effect, and
 * the transcripts are the same bytes as from clocks that agree.
 */
export async function consumersUnderSkew({ scale, tell }: FaultRun): Promise<FaultFigures> {
  const world = await startConsumersWorld();
  try {
    await Promise.all(
      [-SKEW_MS, SKEW_MS].flatMap((skewMs) => [
        world.start('transcript-archiver', shiftedClock(skewMs)),
        world.start('notification-service', shiftedClock(skewMs)),
      ]),
    );
    const result = await deliverShuffled(world, EVENTS[scale], tell);
    return { pass: isWhole(result), skew_min: [-15, 15], ...result };
  } finally {
    await world.close();
  }
}
