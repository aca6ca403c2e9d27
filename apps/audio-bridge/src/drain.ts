import type { Clock } from '@patchbay/platform';

/**
 * A call leaves its bridge when nobody has spoken and nothing was under way for this long: the
 * model may still be making up its answer to words that were just said.
 */
const QUIET_MS = 2000;

/** The bridge is to end: its calls go elsewhere, each at a quiet moment, or at the latest in time. */
export class Drain {
  readonly #begun: AbortSignal;
  readonly #clock: Clock;
  readonly #limitMs: number;
  #endsAtMs: number | undefined;

  constructor(begun: AbortSignal, limitMs: number, clock: Clock) {
    this.#begun = begun;
    this.#limitMs = limitMs;
    this.#clock = clock;
    begun.addEventListener('abort', () => this.#begin(), { once: true });
    if (begun.aborted) this.#begin();
  }

  get begun(): AbortSignal {
    return this.#begun;
  }

  get limitMs(): number {
    return this.#limitMs;
  }

  /** No call stays any longer. */
  get isOver(): boolean {
    return this.#endsAtMs !== undefined && this.#clock.monotonicMs() >= this.#endsAtMs;
  }

  #begin(): void {
    this.#endsAtMs = this.#clock.monotonicMs() + this.#limitMs;
  }
}

/** One call's way out of a bridge that is to end. */
export class Departure {
  readonly #drain: Drain;
  readonly #clock: Clock;
  readonly #left = new AbortController();
  #quietSinceMs: number | undefined;

  constructor(drain: Drain, clock: Clock) {
    this.#drain = drain;
    this.#clock = clock;
  }

  /** Aborts when the call leaves: from then on this bridge does nothing more for it. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  /**
   * Whether the call is to leave now; to be asked every second or so.
   * @param isBusy somebody speaks, or something said or begun is not finished
   */
  look(isBusy: boolean): boolean {
    const nowMs = this.#clock.monotonicMs();
    if (isBusy) this.#quietSinceMs = undefined;
    else this.#quietSinceMs ??= nowMs;
    const isQuiet = this.#quietSinceMs !== undefined && nowMs - this.#quietSinceMs >= QUIET_MS;
    return this.#drain.begun.aborted && (isQuiet || this.#drain.isOver);
  }

  /** All that is to be written is written: the call is the next owner's. */
  leave(): void {
    this.#left.abort();
  }
}
