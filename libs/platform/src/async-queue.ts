/**
 * A single-consumer queue that is filled from callbacks and drained by `for await`.
 * Values pushed before the end are still delivered after it.
 */
export class AsyncQueue<T> implements AsyncIterable<T> {
  #values: T[] = [];
  #finished = false;
  #failure: unknown;
  #wake: (() => void) | undefined;

  push(value: T): void {
    if (this.#finished) return;
    this.#values.push(value);
    this.#wake?.();
  }

  end(): void {
    this.#finished = true;
    this.#wake?.();
  }

  /** Ends the queue with an error that the consumer gets after the values before it. */
  fail(error: unknown): void {
    if (this.#finished) return;
    this.#failure = error;
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const batch = this.#values;
      this.#values = [];
      yield* batch;
      if (this.#values.length > 0) continue;
      if (this.#finished) break;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#failure !== undefined) throw this.#failure;
  }
}
