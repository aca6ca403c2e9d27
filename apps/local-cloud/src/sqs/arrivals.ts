import { sleep } from '@patchbay/platform';

/** Tells those who wait at a queue that something may have come. */
export class Arrivals {
  readonly #next = new Map<string, AbortController>();

  announce(queue: string): void {
    this.#next.get(queue)?.abort();
    this.#next.delete(queue);
  }

  /** Resolves at the next announcement, or after `atMostMs`. */
  wait(queue: string, atMostMs: number): Promise<void> {
    const next = this.#next.get(queue) ?? new AbortController();
    this.#next.set(queue, next);
    return sleep(atMostMs, next.signal);
  }
}
