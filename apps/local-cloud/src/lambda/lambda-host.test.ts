import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLambdaHost, type LambdaHost } from './lambda-host';

const TIMEOUT_MS = 20_000;

/** A function that does what its event says, and tells of the instance that it runs in. */
const BUNDLE = `
import { writeSync } from 'node:fs';
let invocations = 0;
export async function handler(event, context) {
  invocations += 1;
  if (event.throws) throw new TypeError('secret');
  if (event.exits) process.exit(1);
  if (event.exitsLater) setTimeout(() => process.exit(1), 50);
  if (event.logs) writeSync(process.stdout.fd, event.logs);
  if (event.waitsMs) await new Promise((resolve) => setTimeout(resolve, event.waitsMs));
  if (event.returnsNothing) return;
  return {
    invocations,
    stage: process.env.STAGE,
    path: process.env.PATH,
    name: process.env.AWS_LAMBDA_FUNCTION_NAME,
    requestId: context.awsRequestId,
    remainingMs: context.getRemainingTimeInMillis(),
    date: event.date,
  };
}`;

let folder: string;
let logPath: string;
let host: LambdaHost;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-'));
  logPath = join(folder, 'functions.log');
  await writeFile(join(folder, 'greet.mjs'), BUNDLE);
  await writeFile(join(folder, 'empty.mjs'), 'export const other = 1;');
});

afterAll(() => rm(folder, { recursive: true }));

beforeEach(() => {
  const env = { STAGE: 'local' };
  host = createLambdaHost({
    logPath,
    functions: {
      greet: { bundlePath: join(folder, 'greet.mjs'), env, concurrency: 2 },
      shared: { bundlePath: join(folder, 'greet.mjs'), env, eventsAtOnce: 2 },
      empty: { bundlePath: join(folder, 'empty.mjs'), env },
      missing: { bundlePath: join(folder, 'missing.mjs'), env },
    },
  });
});

afterEach(() => host.close());

const greet = (event: object, timeoutMs = TIMEOUT_MS) => host.invoke('greet', event, timeoutMs);

test('a function runs with its own environment, a JSON event and a context', async () => {
  const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:greet:live';

  const result = await host.invoke(arn, { date: new Date(0) }, TIMEOUT_MS);

  expect(result).toEqual({
    kind: 'ok',
    payload: {
      invocations: 1,
      stage: 'local',
      name: 'greet',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      remainingMs: expect.any(Number),
      date: '1970-01-01T00:00:00.000Z',
    },
  });
});

test('a warm instance is used again, one event at a time', async () => {
  await greet({});
  const again = await greet({});
  const together = await Promise.all([greet({ waitsMs: 50 }), greet({ waitsMs: 50 })]);

  expect(again).toMatchObject({ payload: { invocations: 2 } });
  const counts = together.map((result) => 'payload' in result && result.payload);
  expect(counts).toEqual([
    expect.objectContaining({ invocations: 3 }),
    expect.objectContaining({ invocations: 1 }),
  ]);
});

test('one more than its concurrency is throttled', async () => {
  const [, , third] = await Promise.all([
    greet({ waitsMs: 50 }),
    greet({ waitsMs: 50 }),
    greet({}),
  ]);

  expect(third).toEqual({ kind: 'error', errorType: 'TooManyRequestsException' });
});

test('a function that returns nothing answers null', async () => {
  expect(await greet({ returnsNothing: true })).toEqual({ kind: 'ok', payload: null });
});

test('an error of the function is its result, and the instance goes on', async () => {
  const failed = await greet({ throws: true });
  const next = await greet({});

  expect(failed).toEqual({ kind: 'error', errorType: 'TypeError' });
  expect(next).toMatchObject({ payload: { invocations: 2 } });
});

test('an instance that exits or runs out of time is replaced by a fresh one', async () => {
  const exited = await greet({ exits: true });
  const afterExit = await greet({});
  const slow = await greet({ waitsMs: 60_000 }, 100);
  const afterKill = await greet({});

  expect(exited).toEqual({ kind: 'error', errorType: 'Runtime.ExitError' });
  expect(afterExit).toMatchObject({ payload: { invocations: 1 } });
  expect(slow).toEqual({ kind: 'error', errorType: 'Sandbox.Timedout' });
  expect(afterKill).toMatchObject({ payload: { invocations: 1 } });
});

test('an instance that ends between two events is replaced', async () => {
  expect(await greet({ exitsLater: true })).toMatchObject({ kind: 'ok' });
  await new Promise((resolve) => setTimeout(resolve, 1000));

  const next = await greet({}, 4000);

  expect(next).toMatchObject({ payload: { invocations: 1 } });
});

test('what is not there, or is no function, is an error', async () => {
  const [unknown, missing, empty] = await Promise.all(
    ['unknown', 'missing', 'empty'].map((name) => host.invoke(name, {}, TIMEOUT_MS)),
  );

  expect(unknown).toEqual({ kind: 'error', errorType: 'ResourceNotFoundException' });
  expect(missing).toMatchObject({ kind: 'error' });
  expect(empty).toEqual({ kind: 'error', errorType: 'Runtime.HandlerNotFound' });
});

test('what a function writes to its standard output stands in the log file', async () => {
  await greet({ logs: 'a line of its logger\n' });

  expect(await readFile(logPath, 'utf8')).toContain('a line of its logger');
});

test('an instance that takes more events at once has room for two here', async () => {
  const share = (event: object) => host.invoke('shared', event, TIMEOUT_MS);

  const results = await Promise.all([
    share({ waitsMs: 100 }),
    share({ waitsMs: 100 }),
    share({ waitsMs: 100 }),
  ]);

  const invocations = results.map((result) =>
    result.kind === 'ok' ? (result.payload as { invocations: number }).invocations : 0,
  );
  expect(invocations.sort()).toEqual([1, 2, 2]);
});

test('an event that takes too long does not end the others of its instance', async () => {
  const [late, other] = await Promise.all([
    host.invoke('shared', { waitsMs: 5000 }, 300),
    host.invoke('shared', { waitsMs: 600 }, TIMEOUT_MS),
  ]);

  expect(late).toEqual({ kind: 'error', errorType: 'Sandbox.Timedout' });
  expect(other).toMatchObject({ kind: 'ok' });
});
