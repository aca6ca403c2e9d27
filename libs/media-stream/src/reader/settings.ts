export interface MediaReaderSettings {
  /** Without a byte for this long the session is given up; Kinesis Video itself ends one after 3 s. */
  readonly idleTimeoutMs: number;
  /** GetMedia may be called 5 times a second for a stream. */
  readonly minimumOpenIntervalMs: number;
  /** Waits between failed sessions: random, doubling from the first to the second. */
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
  /** Failed sessions in a row, without a new sound between them, before the stream is given up. */
  readonly maxFailures: number;
  /** Timestamps are whole milliseconds and jitter; less than this is neither a gap nor an overlap. */
  readonly gapToleranceMs: number;
  /** A longer gap is a pause of the streaming, and is counted but not filled. */
  readonly longestFillMs: number;
}

export const MEDIA_READER_DEFAULTS: MediaReaderSettings = {
  idleTimeoutMs: 5000,
  minimumOpenIntervalMs: 250,
  backoffBaseMs: 250,
  backoffCapMs: 2000,
  maxFailures: 12,
  gapToleranceMs: 20,
  longestFillMs: 60_000,
};
