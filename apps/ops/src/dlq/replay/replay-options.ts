import type { BatchSender, DeadLetterQueue, FailureLog } from '@patchbay/messaging';
import type { Clock } from '@patchbay/platform';
import type { LetterFilter } from '../letters/letter-filter';
import type { Journal } from './journal';

export interface ReplayOptions {
  readonly queue: string;
  readonly filter: LetterFilter;
  /** Messages per second; absent: as fast as it goes. */
  readonly rate?: number | undefined;
  /** Messages in all, those counted in that a killed command had already sent. */
  readonly limit?: number | undefined;
  readonly holdS: number;
  readonly signal: AbortSignal;
  /** Told of each batch that is done. */
  readonly onReplayed: (count: number) => void;
}

export interface ReplayParts {
  readonly deadLetters: DeadLetterQueue;
  readonly source: BatchSender;
  readonly failures: FailureLog;
  readonly journal: Journal;
  readonly clock: Clock;
}

/** Counts of one run; `alreadySent` were sent by a run that was killed, and only removed by this. */
export interface ReplayCounts {
  readonly replayed: number;
  readonly alreadySent: number;
  /** Refused by the source queue, or still on the dead-letter queue though sent. */
  readonly failed: number;
  /** Met and left: not chosen, or over the limit. */
  readonly left: number;
  /** Replayed by this very replay, and back already. */
  readonly repeatFailures: number;
}
