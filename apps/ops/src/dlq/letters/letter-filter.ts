import type { ExplainedLetter } from './explain-letters';

/** What is chosen; an absent field chooses all. */
export interface LetterFilter {
  readonly type?: string | undefined;
  readonly error?: string | undefined;
  readonly olderThanMs?: number | undefined;
  readonly newerThanMs?: number | undefined;
}

/** Ages count from when a letter was first sent, not from its death. */
export function isChosen(letter: ExplainedLetter, filter: LetterFilter, nowMs: number): boolean {
  const { type, error, olderThanMs = -Infinity, newerThanMs = Infinity } = filter;
  const ageMs = nowMs - letter.sentAtMs;
  return (
    (type === undefined || letter.eventType === type) &&
    (error === undefined || letter.error === error) &&
    ageMs >= olderThanMs &&
    ageMs < newerThanMs
  );
}
