import { untilOutboxEmpty } from './until-outbox-empty';

/** Publishes as scripted: how many events each try leaves, or that it fails. */
function publishing(...tries: (number | Error)[]) {
  return async () => {
    const outcome = tries.shift() ?? 0;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
}

describe('untilOutboxEmpty', () => {
  const waits: number[] = [];
  const wait = async (delayMs: number) => void waits.push(delayMs);
  beforeEach(() => void waits.splice(0));

  test('tries again while events are left or the bus is down', async () => {
    const { signal } = new AbortController();

    expect(await untilOutboxEmpty(publishing(3, new Error('down'), 1, 0), { signal, wait })).toBe(
      true,
    );

    expect(waits).toHaveLength(3);
    expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
  });

  test('an empty outbox needs no wait', async () => {
    const { signal } = new AbortController();

    expect(await untilOutboxEmpty(publishing(0), { signal, wait })).toBe(true);
    expect(waits).toEqual([]);
  });

  test('ends with its signal', async () => {
    const stopping = new AbortController();
    const stopAfterOne = async () => stopping.abort();
    const { signal } = stopping;

    expect(await untilOutboxEmpty(publishing(1, 0), { signal, wait: stopAfterOne })).toBe(false);
  });
});
