import { PatchbayError } from '@patchbay/platform';
import { retryDelayS } from './retry-delay';

const longest = () => 1;
const shortest = () => 0;

describe('retryDelayS', () => {
  test('grows fourfold with each receive and stops at 15 minutes', () => {
    const delays = [1, 2, 3, 4, 9].map((count) =>
      retryDelayS(new Error('x'), count, { random: longest }),
    );

    expect(delays).toEqual([5, 20, 80, 320, 900]);
  });

  test('jitters over the upper half', () => {
    expect(retryDelayS(new Error('x'), 3, { random: shortest })).toBe(40);
  });

  test('a hopeless message comes back at once, on its way to the dead-letter queue', () => {
    const hopeless = new PatchbayError('BadMessageError', 'bad', { retryable: false });

    expect(retryDelayS(hopeless, 3, { random: longest })).toBe(0);
  });
});
