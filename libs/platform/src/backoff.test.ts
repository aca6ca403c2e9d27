import { backoffMs, untilDone } from './backoff';
import { PatchbayError } from './errors';

describe('backoffMs', () => {
  const limits = { baseMs: 100, capMs: 1000 };

  test('doubles up to its cap', () => {
    const delays = [0, 1, 2, 3, 4, 60].map((attempt) =>
      backoffMs(attempt, { ...limits, random: () => 1 }),
    );

    expect(delays).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  test('spreads over the whole of it', () => {
    expect(backoffMs(3, { ...limits, random: () => 0 })).toBe(0);
    expect(backoffMs(3, { ...limits, random: () => 0.5 })).toBe(400);
  });
});

describe('untilDone', () => {
  const soon = { baseMs: 1, capMs: 1 };
  /** A step that fails with these errors, one each, and then succeeds. */
  const failing = (...errors: Error[]) => ({
    errors,
    step: async () => {
      const error = errors.shift();
      if (error) throw error;
      return 'done';
    },
  });

  test('repeats a step that may succeed', async () => {
    const { step } = failing(new Error('busy'), new Error('busy'));

    expect(await untilDone(step, soon)).toBe('done');
  });

  test('gives up after the last attempt, with its error', async () => {
    const { step, errors } = failing(new Error('one'), new Error('two'), new Error('three'));

    await expect(untilDone(step, { ...soon, attempts: 2 })).rejects.toThrow('two');
    expect(errors).toHaveLength(1);
  });

  test('does not repeat what no retry mends, or what nobody waits for', async () => {
    const hopeless = failing(new PatchbayError('RefusedError', 'no', { retryable: false }));
    const stopped = failing(new Error('busy'));

    await expect(untilDone(hopeless.step, soon)).rejects.toMatchObject({ name: 'RefusedError' });
    await expect(untilDone(stopped.step, { ...soon, signal: AbortSignal.abort() })).rejects.toThrow(
      'busy',
    );
  });
});
