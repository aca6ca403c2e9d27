/** Time as a dependency, so that state machines and timers can be tested without waiting. */
export interface Clock {
  /** Wall-clock time in epoch milliseconds: for what is written down. */
  nowMs(): number;
  /** Milliseconds that never run backwards: for deadlines and leases. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** Resolves after `delayMs`, or as soon as the signal aborts. */
export function sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(done, delayMs);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}
