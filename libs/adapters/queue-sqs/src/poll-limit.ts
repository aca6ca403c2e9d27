/** A long poll that is so much over its time will never be answered. */
const OVERDUE_MS = 5000;

/** Aborts when a poll is to stop, or when no answer can be hoped for any more. */
export const pollLimit = (waitS: number, stopped: AbortSignal): AbortSignal =>
  AbortSignal.any([stopped, AbortSignal.timeout(waitS * 1000 + OVERDUE_MS)]);
