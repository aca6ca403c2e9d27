import type { Clock } from '@patchbay/platform';
import { concatBytes } from '@patchbay/testing';
import { type Delivery, FragmentCursor } from './fragment-cursor';
import type { MediaStream } from './media-stream';
import type { StoredFragment } from './stored-fragment';

export interface LiveSettings {
  /** From the ingestion of a block until a reader can see it. */
  readonly delayMs: number;
  readonly delivery: Delivery;
  /** A session ends without a word after this long without ingestion; GetMedia does after 3 s. */
  readonly idleMs: number;
  /** A session ends without a word at this age, near 45 minutes at GetMedia. */
  readonly longestMs: number;
}

export const GET_MEDIA_LIMITS = { idleMs: 3000, longestMs: 45 * 60 * 1000 };

export interface LiveSessionOptions extends LiveSettings {
  readonly stream: MediaStream;
  readonly startsWith: (fragment: StoredFragment) => boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What is visible already goes out in writes of about this much. */
const WRITE_BYTES = 64 * 1024;

/** The bytes of one GetMedia session, as they become visible, until it goes idle or too old. */
export async function* liveSession(options: LiveSessionOptions): AsyncGenerator<Uint8Array> {
  const { stream, clock, signal, delayMs } = options;
  const cursor = new FragmentCursor(stream, options.startsWith, options.delivery);
  const openedMs = clock.monotonicMs();
  while (!signal.aborted) {
    const nowMs = clock.monotonicMs();
    const bytes = takeIngested(cursor, nowMs - delayMs, clock.nowMs());
    if (bytes.length > 0) {
      yield bytes;
      continue;
    }
    const visibleAtMs = (cursor.peek()?.ingestedAtMs ?? Number.POSITIVE_INFINITY) + delayMs;
    const idleAtMs = Math.max(openedMs, stream.lastIngestMs + delayMs) + options.idleMs;
    const endMs = Math.min(idleAtMs, openedMs + options.longestMs);
    if (nowMs >= endMs) return;
    await stream.bell.wait(Math.min(visibleAtMs, endMs) - nowMs);
  }
}

/** What was ingested up to a monotonic moment, as one write; empty when that is nothing. */
function takeIngested(cursor: FragmentCursor, untilMs: number, nowMs: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for (let piece = cursor.peek(); piece && bytes < WRITE_BYTES; piece = cursor.peek()) {
    if (piece.ingestedAtMs > untilMs) break;
    const taken = piece.take(nowMs);
    pieces.push(taken);
    bytes += taken.length;
  }
  return concatBytes(pieces);
}
