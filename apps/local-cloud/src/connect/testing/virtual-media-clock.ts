import { setImmediate } from 'node:timers/promises';
import { BLOCK_MS, type MediaClock } from '../line/media-clock';

/** A Monday; a multiple of the block length. */
export const VIRTUAL_START_MS = 1_800_000_000_000;

interface Sleeper {
  readonly atMs: number;
  wake(): void;
}

/** A media clock for tests: it jumps to the next event whenever all that is under way has settled. */
export class VirtualMediaClock implements MediaClock {
  readonly speed: number;
  #nowMs = VIRTUAL_START_MS;
  #nextBlockMs = VIRTUAL_START_MS;
  readonly #sleepers = new Set<Sleeper>();
  readonly #listeners = new Set<(blockStartMs: number) => void>();

  constructor(speed = 1) {
    this.speed = speed;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  blockStartMs(): number {
    return this.#nextBlockMs;
  }

  sleepUntil(atMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper = { atMs, wake };
      const sleepers = this.#sleepers;
      function wake() {
        sleepers.delete(sleeper);
        resolve();
      }
      sleepers.add(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  onBlock(listener: (blockStartMs: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets time pass until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    const done = new AbortController();
    const finish = () => done.abort();
    work.then(finish, finish);
    await setImmediate();
    while (!done.signal.aborted) {
      this.#jump();
      await setImmediate();
    }
    return work;
  }

  #jump(): void {
    const [first] = [...this.#sleepers].sort((a, b) => a.atMs - b.atMs);
    const blockEndMs = this.#nextBlockMs + BLOCK_MS;
    if (first && first.atMs < blockEndMs) return this.#wake(first);
    this.#nowMs = blockEndMs;
    this.#nextBlockMs = blockEndMs;
    for (const listener of [...this.#listeners]) listener(blockEndMs - BLOCK_MS);
  }

  #wake(sleeper: Sleeper): void {
    this.#nowMs = Math.max(this.#nowMs, sleeper.atMs);
    sleeper.wake();
  }
}
