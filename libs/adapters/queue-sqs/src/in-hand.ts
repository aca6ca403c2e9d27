/** The messages that a consumer has in hand, up to a number of them. */
export class InHand {
  readonly #limit: number;
  readonly #work = new Set<Promise<void>>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get room(): number {
    return this.#limit - this.#work.size;
  }

  /** `work` must not reject. */
  add(work: Promise<void>): void {
    const tracked = work.finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  /** Resolves once there is room for one more. */
  async untilRoom(): Promise<void> {
    while (this.room <= 0) await Promise.race(this.#work);
  }

  async untilEmpty(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }
}
