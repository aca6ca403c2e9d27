import { backoffMs, isRetryable } from '@patchbay/platform';

/** First retry within 5 s, the fourth within 5 min 20 s: outlasts a restart of what is called. */
export const DEFAULT_RETRY_BASE_MS = 5_000;
const RETRY = { growth: 4, capMs: 15 * 60_000 };

/**
 * Seconds until a failed message shows again, by how often it was received. An error that no
 * retry can mend comes back at once, so that the message is soon on the dead-letter queue.
 */
export function retryDelayS(
  error: unknown,
  receiveCount: number,
  { baseMs = DEFAULT_RETRY_BASE_MS, random = Math.random } = {},
): number {
  if (!isRetryable(error)) return 0;
  const attempt = Math.log2(RETRY.growth) * (receiveCount - 1);
  const { capMs } = RETRY;
  const delayMs = backoffMs(attempt, { baseMs, capMs, random: () => (1 + random()) / 2 });
  return Math.ceil(delayMs / 1000);
}
