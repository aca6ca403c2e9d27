/** Calls `run` every `intervalMs`, until the function that it returns is called. */
export type Every = (intervalMs: number, run: () => void) => () => void;

export const systemEvery: Every = (intervalMs, run) => {
  const timer = setInterval(run, intervalMs);
  return () => clearInterval(timer);
};

/** One timer for many live things: a bridge with 200 calls must not wake up 200 times an interval. */
export class SharedTimer {
  readonly #intervalMs: number;
  readonly #every: Every;
  readonly #steps = new Set<() => void>();
  #stop: (() => void) | undefined;

  constructor(intervalMs: number, every: Every = systemEvery) {
    this.#intervalMs = intervalMs;
    this.#every = every;
  }

  /** Calls `step` at each interval, until the function that it returns is called. */
  add(step: () => void): () => void {
    const own = () => step();
    this.#steps.add(own);
    this.#stop ??= this.#every(this.#intervalMs, () => this.#steps.forEach((run) => run()));
    return () => this.#remove(own);
  }

  #remove(step: () => void): void {
    this.#steps.delete(step);
    if (this.#steps.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }
}
