import { sleep, systemClock, type Clock } from '@patchbay/platform';

/** What Amazon Connect puts into one SimpleBlock of a media stream: 64 ms, 512 samples at 8 kHz. */
export const BLOCK_MS = 64;
export const SAMPLES_PER_MS = 8;
export const BLOCK_SAMPLES = BLOCK_MS * SAMPLES_PER_MS;

/** The time on the telephone line, shared by all calls: real time, or faster for tests. */
export interface MediaClock {
  /** How many times as fast as life it runs. */
  readonly speed: number;
  /** Epoch milliseconds on the line. */
  nowMs(): number;
  /** Start of the 64 ms block that is under way. */
  blockStartMs(): number;
  /** Resolves at that time, or as soon as the signal aborts. */
  sleepUntil(atMs: number, signal?: AbortSignal): Promise<void>;
  /**
   * Calls the listener once for every block that has passed, in order and without gaps, however
   * late the timer is. @returns the way to stop it
   */
  onBlock(listener: (blockStartMs: number) => void): () => void;
}

/** A clock that runs `speed` times as fast as life; one timer serves all its listeners. */
export function createMediaClock(speed: number, clock: Clock = systemClock): MediaClock {
  const epochMs = Math.trunc(clock.nowMs());
  const startMs = clock.monotonicMs();
  const listeners = new Set<(blockStartMs: number) => void>();
  let timer: NodeJS.Timeout | undefined;
  let nextBlock = 0;

  const elapsedMs = () => (clock.monotonicMs() - startMs) * speed;
  const blockUnderWay = () => Math.floor(elapsedMs() / BLOCK_MS);

  function passBlocks() {
    while (nextBlock < blockUnderWay()) {
      const blockStartMs = epochMs + nextBlock * BLOCK_MS;
      nextBlock += 1;
      for (const listener of [...listeners]) listener(blockStartMs);
    }
  }

  function stopListening(listener: (blockStartMs: number) => void) {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  const nowMs = () => epochMs + elapsedMs();

  return {
    speed,
    nowMs,
    blockStartMs: () => epochMs + blockUnderWay() * BLOCK_MS,
    // A timer may fire up to a millisecond early: then the rest is slept too.
    async sleepUntil(atMs, signal) {
      while (nowMs() < atMs && !signal?.aborted) await sleep((atMs - nowMs()) / speed, signal);
    },
    onBlock(listener) {
      if (!timer) {
        nextBlock = blockUnderWay();
        timer = setInterval(passBlocks, BLOCK_MS / speed);
      }
      listeners.add(listener);
      return () => stopListening(listener);
    },
  };
}
