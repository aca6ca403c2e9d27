import { sleep, type Clock } from '@patchbay/platform';

/** Resolves when `count` more may go, or at once when the signal aborts. */
export type Pace = (count: number, signal: AbortSignal) => Promise<void>;

/** At most `perSecond` on average, evenly; without a rate nothing waits. */
export function createPace(perSecond: number | undefined, clock: Clock): Pace {
  let nextMs = -Infinity;
  return async (count, signal) => {
    if (perSecond === undefined) return;
    const startMs = Math.max(clock.monotonicMs(), nextMs);
    nextMs = startMs + (count / perSecond) * 1000;
    await sleep(startMs - clock.monotonicMs(), signal);
  };
}
