import { deadLetterQueue } from '@patchbay/infra';
import type { DeadLetter } from '@patchbay/messaging';
import type { DlqDependencies } from './dlq-dependencies';
import { formatDuration } from './duration';
import { HOLD_S } from './hold';
import { explainLetters } from './letters/explain-letters';
import { maskBody } from './letters/mask-body';
import { walkLetters } from './letters/walk-letters';

/** What may be shown of a letter. */
export interface ShownLetter {
  readonly messageId: string;
  readonly eventType: string;
  readonly error: string;
  readonly sentAt: string;
  readonly ageS: number;
  readonly receiveCount: number;
  /** The body's shape, its values masked. */
  readonly shape: unknown;
}

/** Looks at some letters of a queue and gives them back at once. */
export async function peekLetters(
  queue: string,
  limit: number,
  parts: DlqDependencies,
): Promise<ShownLetter[]> {
  const deadLetters = await parts.openDeadLetters(deadLetterQueue(queue));
  const letters: DeadLetter[] = [];
  // One receiver: letters that are not shown are not held either.
  const options = { holdS: HOLD_S.look, signal: parts.interrupted, limit, workers: 1 };
  await walkLetters(deadLetters, options, async (met) => void letters.push(...met));
  const explained = await explainLetters(letters, queue, parts.failures);
  return explained.map(({ messageId, eventType, error, sentAtMs, receiveCount, body }) => ({
    messageId,
    eventType,
    error,
    sentAt: new Date(sentAtMs).toISOString(),
    ageS: Math.round((parts.clock.nowMs() - sentAtMs) / 1000),
    receiveCount,
    shape: maskBody(body),
  }));
}

/** A letter for people. */
export const describeLetter = (letter: ShownLetter): string =>
  [
    `${letter.messageId}: ${letter.eventType}, ${letter.error}`,
    `  sent ${formatDuration(letter.ageS * 1000)} ago, received ${letter.receiveCount} times`,
    ...JSON.stringify(letter.shape, null, 2)
      .split('\n')
      .map((line) => `  ${line}`),
  ].join('\n');
