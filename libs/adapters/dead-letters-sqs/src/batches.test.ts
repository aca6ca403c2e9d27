import { forEachBatch, toBatches } from './batches';

const MIB = 1024 * 1024;

describe('batches', () => {
  test('hold ten entries at most', () => {
    const sizes = toBatches(Array.from({ length: 25 }, (_, i) => i)).map(({ length }) => length);

    expect(sizes).toEqual([10, 10, 5]);
  });

  test('hold 1 MiB at most; what is larger goes alone', () => {
    const batches = toBatches([MIB / 2, MIB / 2, 1, 2 * MIB, 1], (bytes) => bytes);

    expect(batches).toEqual([[MIB / 2, MIB / 2], [1], [2 * MIB], [1]]);
  });

  test('are answered in order, whichever is done first', async () => {
    const delays = Array.from({ length: 20 }, (_, i) => [(20 - i) % 7]);

    const answers = await forEachBatch(delays, async ([delayMs = 0]) => {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      return delayMs;
    });

    expect(answers).toEqual(delays.flat());
  });
});
