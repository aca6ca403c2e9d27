import type { CallNews, CallProgress } from '../caller/place-call';

/** The progress of one call: written as it happens, read by whoever placed the call. */
export class ProgressLog implements AsyncIterable<CallProgress> {
  readonly #entries: CallProgress[] = [];
  readonly #nowMs: () => number;
  #closed = false;
  #error: unknown;
  #changed = Promise.withResolvers<void>();

  /** @param nowMs milliseconds since the call was placed */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  add(news: CallNews): void {
    this.#entries.push({ ...news, atMs: Math.round(this.#nowMs()) });
    this.#wake();
  }

  /** Nothing more is coming. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** The call could not be carried out; its reader gets the error. */
  fail(error: unknown): void {
    this.#error = error;
    this.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CallProgress> {
    for (let next = 0; ; next += 1) {
      while (this.#entries.length <= next && !this.#closed) await this.#changed.promise;
      const entry = this.#entries[next];
      if (entry) yield entry;
      else if (this.#error !== undefined) throw this.#error;
      else return;
    }
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
