import { PatchbayError, type TaskProtection } from '@patchbay/platform';
import { createManualClock, createRecordingLogger } from '@patchbay/testing';
import { isProtectedAfter, ScaleInProtection } from './scale-in-protection';

const MINUTE_MS = 60_000;

/** ECS, which does what it is asked unless it refuses, and a bridge in front of it. */
function prepare() {
  const clock = createManualClock();
  const logger = createRecordingLogger();
  const stopping = new AbortController();
  const asked: string[] = [];
  const bridge = { calls: 0, refusal: undefined as string | undefined };
  let endsAtMs = 0;
  const answer = async (step: string, minutes: number) => {
    asked.push(step);
    const { refusal } = bridge;
    if (refusal !== undefined) throw new PatchbayError(refusal, 'No.', { retryable: true });
    endsAtMs = clock.monotonicMs() + minutes * MINUTE_MS;
  };
  const protection: TaskProtection = {
    protect: (minutes) => answer('protect', minutes),
    release: () => answer('release', 0),
  };
  let look: () => void = () => undefined;
  new ScaleInProtection({
    protection,
    callCount: () => bridge.calls,
    stopping: stopping.signal,
    clock,
    logger,
    every: (_, run) => {
      look = run;
      return () => undefined;
    },
  });
  /** @returns how many of the seconds the bridge was protected */
  const pass = async (durationMs: number) => {
    let protectedS = 0;
    for (let passedMs = 0; passedMs < durationMs; passedMs += 1000) {
      clock.advance(1000);
      look();
      await new Promise(setImmediate);
      if (clock.monotonicMs() < endsAtMs) protectedS++;
    }
    return protectedS;
  };
  const isProtected = () => clock.monotonicMs() < endsAtMs;
  return { bridge, stopping, asked, logger, pass, isProtected };
}

describe('a bridge', () => {
  test('asks for nothing while it carries no call', async () => {
    const { asked, pass } = prepare();

    await pass(60 * MINUTE_MS);

    expect(asked).toEqual([]);
  });

  test('is protected while it carries calls, and is not once the last has left', async () => {
    const { bridge, asked, pass, isProtected } = prepare();
    bridge.calls = 2;
    await pass(1000);
    bridge.calls = 1;
    await pass(1000);
    expect(isProtected()).toBe(true);

    bridge.calls = 0;
    await pass(1000);

    expect(isProtected()).toBe(false);
    expect(asked).toEqual(['protect', 'release']);
  });

  test('renews its protection long before it ends', async () => {
    const { bridge, asked, pass } = prepare();
    bridge.calls = 1;

    expect(await pass(29 * MINUTE_MS)).toBe(29 * 60);
    expect(asked).toHaveLength(6);
  });

  test('lets go as soon as it is to end, though calls live, and does not ask again', async () => {
    const { bridge, stopping, asked, pass, isProtected } = prepare();
    bridge.calls = 1;
    await pass(1000);

    stopping.abort();
    await new Promise(setImmediate);
    expect(isProtected()).toBe(false);
    await pass(10 * MINUTE_MS);

    expect(asked).toEqual(['protect', 'release']);
  });

  test('that is never without a call gives way for minutes, then is protected again', async () => {
    const { bridge, pass, isProtected } = prepare();
    bridge.calls = 1;
    await pass(30 * MINUTE_MS);

    expect(await pass(5 * MINUTE_MS)).toBeLessThanOrEqual(1);
    await pass(1000);
    expect(isProtected()).toBe(true);
  });

  test('starts counting anew when it was without a call', async () => {
    const { bridge, pass } = prepare();
    bridge.calls = 1;
    await pass(29 * MINUTE_MS);
    bridge.calls = 0;
    await pass(1000);
    bridge.calls = 1;

    expect(await pass(29 * MINUTE_MS)).toBe(29 * 60);
  });
});

describe('a refusal', () => {
  test('is logged by its name, twice a minute, until ECS does it', async () => {
    const { bridge, logger, pass, isProtected } = prepare();
    bridge.calls = 1;
    bridge.refusal = 'DEPLOYMENT_BLOCKED';
    await pass(2 * MINUTE_MS);
    bridge.refusal = undefined;
    await pass(MINUTE_MS / 2);

    expect(isProtected()).toBe(true);
    expect(logger.lines).toHaveLength(4);
    expect(logger.lines[0]).toEqual({
      level: 'warn',
      message: 'Scale-in protection is not set',
      fields: { operation: 'protect', errorName: 'DEPLOYMENT_BLOCKED' },
    });
  });

  test('of a renewal leaves the protection as it was; it is asked for again in time', async () => {
    const { bridge, pass } = prepare();
    bridge.calls = 1;
    await pass(1000);
    bridge.refusal = 'AgentUnusable';
    expect(await pass(9 * MINUTE_MS)).toBe(9 * 60);
    bridge.refusal = undefined;

    expect(await pass(10 * MINUTE_MS)).toBe(10 * 60);
  });

  test('of a release is given up when the protection has ended by itself', async () => {
    const { bridge, asked, pass } = prepare();
    bridge.calls = 1;
    await pass(1000);
    bridge.refusal = 'AgentUnusable';
    bridge.calls = 0;
    await pass(10 * MINUTE_MS);
    const attempts = asked.length;

    await pass(60 * MINUTE_MS);

    expect(attempts).toBeGreaterThan(10);
    expect(asked).toHaveLength(attempts);
  });
});

test('half an hour is protected, and five minutes are not', () => {
  const minutes = [0, 29.9, 30, 34.9, 35, 64.9, 65];

  expect(minutes.map((busy) => isProtectedAfter(busy * MINUTE_MS))).toEqual([
    ...[true, true, false, false, true, true, false],
  ]);
});
