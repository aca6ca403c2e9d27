import { errorName, isRetryable, PatchbayError } from './errors';

const refused = new PatchbayError('RefusedError', 'no', { retryable: false });

describe('errors', () => {
  test('know whether a retry can help; unknown ones get one', () => {
    expect(isRetryable(refused)).toBe(false);
    expect(isRetryable(new PatchbayError('BusyError', 'busy', { retryable: true }))).toBe(true);
    expect(isRetryable(new Error('socket hang up'))).toBe(true);
    expect(isRetryable('text')).toBe(true);
  });

  test('have a name to alarm on', () => {
    expect(errorName(refused)).toBe('RefusedError');
    expect(errorName(new TypeError('x'))).toBe('TypeError');
    expect(errorName('text')).toBe('UnknownError');
  });

  test('carry their cause', () => {
    const cause = new Error('first');

    expect(new PatchbayError('X', 'x', { retryable: true, cause }).cause).toBe(cause);
    expect('cause' in refused).toBe(false);
  });
});
