import { backoffMs, isRetryable } from '@patchbay/platform';

/** First retry within 5 s, the fourth within 5 min 20 s: outlasts a restart of what is called. */
const RETRY = { baseMs: 5_000, growth: 4, capMs: 15 * 60_000 };

/**
 * Seconds until a failed message shows again, by how often it was received. An error that no
 * retry can mend comes back at once, so that the message is soon on the dead-letter queue.
 */
export function retryDelayS(error: unknown, receiveCount: number, random = Math.random): number {
  if (!isRetryable(error)) return 0;
  const attempt = Math.log2(RETRY.growth) * (receiveCount - 1);
  return Math.ceil(backoffMs(attempt, { ...RETRY, random: () => (1 + random()) / 2 }) / 1000);
}
