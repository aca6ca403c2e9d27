import { sleep } from './clock';

describe('sleep', () => {
  test('lasts as long as asked', async () => {
    const startMs = performance.now();

    await sleep(30);

    expect(performance.now() - startMs).toBeGreaterThanOrEqual(29);
  });

  test('ends at once when its signal aborts, before or during it', async () => {
    const stopping = new AbortController();

    const asleep = sleep(60_000, stopping.signal);
    stopping.abort();
    await asleep;
    await sleep(60_000, stopping.signal);
  });
});
