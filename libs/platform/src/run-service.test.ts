import { jest } from '@jest/globals';
import { ConfigError } from './config';
import { runService } from './run-service';

/** Resolves with the status that the process would have exited with. */
function exitStatus() {
  return new Promise((resolve) => {
    jest.spyOn(process, 'exit').mockImplementation((status) => {
      resolve(status);
      return undefined as never;
    });
  });
}

describe('a service', () => {
  let printed: string;

  beforeEach(() => {
    printed = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.removeAllListeners('SIGTERM');
    process.removeAllListeners('SIGINT');
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'finishes its work at %s, then exits',
    async (signal) => {
      const order: string[] = [];
      const exited = exitStatus().then((status) => order.push(`exit ${String(status)}`));
      await runService(async () => ({
        stop: async () => {
          await new Promise(setImmediate);
          order.push('stopped');
        },
      }));

      process.emit(signal);
      await exited;

      expect(order).toEqual(['stopped', 'exit 0']);
    },
  );

  test('that cannot start for its settings says which, and exits with 2', async () => {
    const exited = exitStatus();

    await runService(() => Promise.reject(new ConfigError(['CALLS_TABLE is missing'])));

    expect(await exited).toBe(2);
    expect(printed).toBe('Fix these settings:\n  - CALLS_TABLE is missing\n');
  });

  test('that breaks shows where, and exits with 1', async () => {
    const exited = exitStatus();

    await runService(() => Promise.reject(new TypeError('no such thing')));

    expect(await exited).toBe(1);
    expect(printed).toMatch(/TypeError: no such thing\n\s+at /);
  });
});
