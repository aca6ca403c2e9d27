/** A clock that stands still until it is moved; wall clock and monotonic clock move together. */
export function createManualClock(startMs = Date.parse('2026-01-05T10:00:00.000Z')) {
  let elapsedMs = 0;
  return {
    nowMs: () => startMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    advance: (byMs: number) => void (elapsedMs += byMs),
  };
}
export type ManualClock = ReturnType<typeof createManualClock>;
