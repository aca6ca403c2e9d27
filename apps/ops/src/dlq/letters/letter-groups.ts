import { formatDuration } from '../duration';
import type { ExplainedLetter } from './explain-letters';

/** Letters of one queue that failed with the same error and carry the same type of event. */
export interface LetterGroup {
  readonly queue: string;
  readonly error: string;
  readonly eventType: string;
  readonly count: number;
  /** How many of them were replayed before, and came back. */
  readonly repeatFailures: number;
  readonly oldestSentAt: string;
  readonly newestSentAt: string;
}

/** Counts letters as they pass by, and keeps none of them. */
export class LetterGroups {
  readonly #groups = new Map<string, LetterGroup>();

  add(queue: string, letter: ExplainedLetter, isRepeat: boolean): void {
    const { error, eventType } = letter;
    const key = JSON.stringify([queue, error, eventType]);
    const sentAt = new Date(letter.sentAtMs).toISOString();
    const group = this.#groups.get(key);
    this.#groups.set(key, {
      queue,
      error,
      eventType,
      count: (group?.count ?? 0) + 1,
      repeatFailures: (group?.repeatFailures ?? 0) + (isRepeat ? 1 : 0),
      oldestSentAt: group && group.oldestSentAt < sentAt ? group.oldestSentAt : sentAt,
      newestSentAt: group && group.newestSentAt > sentAt ? group.newestSentAt : sentAt,
    });
  }

  /** The largest first. */
  list(): LetterGroup[] {
    return [...this.#groups.values()].sort((a, b) => b.count - a.count);
  }
}

/** A group for people, in one line. */
export function describeGroup(group: LetterGroup, nowMs: number): string {
  const age = formatDuration(nowMs - Date.parse(group.oldestSentAt));
  const repeats =
    group.repeatFailures > 0 ? `, ${group.repeatFailures} repeat failures after a replay` : '';
  return `${group.queue}: ${group.count} × ${group.error} on ${group.eventType}, oldest ${age}${repeats}`;
}
