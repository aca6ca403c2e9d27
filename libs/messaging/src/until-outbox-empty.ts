import { backoffMs, sleep } from '@patchbay/platform';

/** The bus's own retries last about a second; an outage is met by tries up to a minute apart. */
const RETRY = { baseMs: 1000, capMs: 60_000 };

/**
 * Lets the owner of an outbox try again until nothing is left in it, also when nothing more
 * happens that would publish by itself, as after a call's last event.
 * @param publish one try; answers how many events are left. One that throws is tried again.
 * @returns false when the signal aborted first: what is left is the next owner's
 */
export async function untilOutboxEmpty(
  publish: () => Promise<number>,
  { signal, wait = sleep }: { signal: AbortSignal; wait?: typeof sleep },
): Promise<boolean> {
  for (let tries = 0; !signal.aborted; tries += 1) {
    const left = await publish().catch(() => Infinity);
    if (left === 0) return true;
    await wait(backoffMs(tries, RETRY), signal);
  }
  return false;
}
