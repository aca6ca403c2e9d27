import type { MediaStart } from '../media-source';

/** How far a stream was read. */
export interface ReadPosition {
  /** Behind the last whole fragment. */
  readonly continuationToken: string | undefined;
  readonly lastWholeFragment: string | undefined;
  /** Epoch milliseconds: the end of what was heard, or the start of the call. */
  readonly timestampMs: number;
}

/** A start is tried this often before the next best one. */
export const ATTEMPTS_PER_START = 2;

/**
 * Where the next session starts: behind the last whole fragment by its continuation token, then
 * by its number, then by time, which can return what was heard and is to be dropped again.
 * `failures` counts the attempts since anything new was read.
 */
export function resumeStart(position: ReadPosition, failures: number): MediaStart {
  const { continuationToken: token, lastWholeFragment: fragmentNumber, timestampMs } = position;
  const starts: MediaStart[] = [];
  if (token !== undefined) starts.push({ kind: 'continuation-token', token });
  if (fragmentNumber !== undefined) starts.push({ kind: 'after-fragment', fragmentNumber });
  const rung = Math.floor(failures / ATTEMPTS_PER_START);
  return starts[rung] ?? { kind: 'producer-timestamp', timestampMs };
}
