import { sleep } from './clock';
import { isRetryable } from './errors';

/**
 * Full-jitter exponential backoff: a random delay in milliseconds between 0 and
 * `baseMs * 2^attempt`, at most `capMs`. Jitter keeps many clients from retrying in step.
 */
export function backoffMs(
  attempt: number,
  { baseMs, capMs, random = Math.random }: { baseMs: number; capMs: number; random?: () => number },
): number {
  return random() * Math.min(capMs, baseMs * 2 ** attempt);
}

/**
 * Repeats a step until it succeeds, with full-jitter backoff between the tries.
 * @throws the step's error when it is not retryable, when it was the last of `attempts` tries
 * (no end of them unless given), or when the signal aborted meanwhile
 */
export async function untilDone<T>(
  step: () => Promise<T>,
  options: { baseMs: number; capMs: number; attempts?: number; signal?: AbortSignal },
): Promise<T> {
  const lastAttempt = (options.attempts ?? Infinity) - 1;
  for (let attempt = 0; ; attempt++) {
    try {
      return await step();
    } catch (error) {
      const isOver = attempt >= lastAttempt || options.signal?.aborted;
      if (isOver || !isRetryable(error)) throw error;
      await sleep(backoffMs(attempt, options), options.signal);
    }
  }
}
