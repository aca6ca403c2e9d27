import { deadLetterQueue } from '@patchbay/infra';
import type { DlqDependencies } from './dlq-dependencies';
import { formatDuration } from './duration';
import { walkLetters } from './letters/walk-letters';
import { HOLD_S } from './hold';

export interface QueueStatus {
  readonly queue: string;
  /** Roughly how many letters there are, those included that somebody holds just now. */
  readonly count: number;
  /** When the oldest letter that was looked at was first sent; null when there is none. */
  readonly oldestSentAt: string | null;
  readonly oldestAgeS: number | null;
  /** False when there are more letters than were looked at: there may be an older one. */
  readonly isOldestExact: boolean;
}

/** SQS does not tell the age of a queue's oldest message; so many letters are looked at for it. */
const MAX_LOOKED_AT = 1000;

/** One source queue's dead letters. @throws UnknownQueueError */
export async function queueStatus(queue: string, parts: DlqDependencies): Promise<QueueStatus> {
  const deadLetters = await parts.openDeadLetters(deadLetterQueue(queue));
  const { visible, held } = await deadLetters.count();
  let oldestMs = Infinity;
  let met = 0;
  const options = { holdS: HOLD_S.look, signal: parts.interrupted, limit: MAX_LOOKED_AT };
  if (visible > 0) {
    await walkLetters(deadLetters, options, async (letters) => {
      met += letters.length;
      oldestMs = Math.min(oldestMs, ...letters.map(({ sentAtMs }) => sentAtMs));
    });
  }
  const isKnown = oldestMs < Infinity;
  return {
    queue,
    count: Math.max(visible + held, met),
    oldestSentAt: isKnown ? new Date(oldestMs).toISOString() : null,
    oldestAgeS: isKnown ? Math.round((parts.clock.nowMs() - oldestMs) / 1000) : null,
    isOldestExact: met >= visible + held,
  };
}

/** A queue for people, in one line. */
export function describeQueue(status: QueueStatus): string {
  const { queue, count, oldestAgeS, isOldestExact } = status;
  if (count === 0) return `${queue}: no dead letters`;
  if (oldestAgeS === null) return `${queue}: ${count} dead letters, all held by somebody just now`;
  const age = formatDuration(oldestAgeS * 1000);
  return `${queue}: ${count} dead letters, oldest ${isOldestExact ? '' : 'at least '}${age}`;
}
