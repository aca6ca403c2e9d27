import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkerClient } from './worker-client';

/** Repeats what it is asked; refuses and dies on request. */
const ECHO_WORKER = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ id, request }) => {
  if (request === 'die') throw new Error('out of memory');
  if (request === 'exit') process.exit(3);
  const answer = request === 'refuse' ? { refusal: 'not today' } : { reply: request };
  setTimeout(() => parentPort.postMessage({ id, ...answer }), 20);
});
`;

let folder: string;
let worker: WorkerClient<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'worker-'));
  writeFileSync(join(folder, 'echo.mjs'), ECHO_WORKER);
  worker = new WorkerClient('echo', join(folder, 'echo.mjs'));
});
afterEach(async () => {
  await worker.close();
  rmSync(folder, { recursive: true });
});

describe('a worker that is asked', () => {
  test('answers each request by its own reply', async () => {
    expect(await Promise.all([worker.ask('one'), worker.ask('two')])).toEqual(['one', 'two']);
  });

  test.each(['die', 'exit'])(
    'a crash (%s) fails what was open and nothing after it',
    async (end) => {
      const open = [worker.ask('slow'), worker.ask(end)].map((answer) => answer.catch(String));

      expect(await Promise.all(open)).toEqual([
        expect.stringMatching(/^WorkerCrashedError: Worker echo/),
        expect.stringMatching(/^WorkerCrashedError: Worker echo/),
      ]);
      expect(await worker.ask('again')).toBe('again');
    },
  );

  test('a refusal is that of one request', async () => {
    const refused = worker.ask('refuse');
    const answered = worker.ask('hello');

    await expect(refused).rejects.toMatchObject({ name: 'WorkerRefusedError', retryable: false });
    expect(await answered).toBe('hello');
  });

  test('a missing bundle is a crash that names the worker', async () => {
    const missing = new WorkerClient<string, string>('no-such-worker');

    await expect(missing.ask('anything')).rejects.toMatchObject({
      name: 'WorkerCrashedError',
      retryable: true,
      message: expect.stringContaining('no-such-worker'),
    });
    await missing.close();
  });

  test('once closed, it fails what is open and starts no more', async () => {
    const open = worker.ask('slow').catch(String);
    await worker.close();

    expect(await open).toMatch(/^WorkerCrashedError/);
    await expect(worker.ask('hello')).rejects.toMatchObject({ name: 'WorkerClosedError' });
  });
});
