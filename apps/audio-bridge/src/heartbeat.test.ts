import { WriteRefusedError } from '@patchbay/call';
import { createManualClock, createMemoryQueue, createRecordingLogger } from '@patchbay/testing';
import { LEASE_VISIBILITY_S } from './call-lease';
import { Heartbeat, HEARTBEAT_INTERVAL_MS, LATE_BEAT_MS } from './heartbeat';
import { RecordedHold } from './recorded-hold';

/** A queue and a bridge that holds messages of it; time passes only by `pass`. */
function prepare() {
  const clock = createManualClock();
  const queue = createMemoryQueue(clock);
  const requests: number[] = [];
  const { extendAll } = queue;
  queue.extendAll = (handles, visibilityS) => {
    requests.push(handles.length);
    return extendAll(handles, visibilityS);
  };
  const timers = new Set<() => void>();
  const every = (_: number, run: () => void) => {
    timers.add(run);
    return () => void timers.delete(run);
  };
  const logger = createRecordingLogger();
  const heartbeat = new Heartbeat({ queue, sender: queue, clock, logger, every });
  const receive = (limit = 10) =>
    queue.receive({
      limit,
      visibilityS: LEASE_VISIBILITY_S,
      waitS: 0,
      signal: new AbortController().signal,
    });
  const hold = async (...bodies: string[]) => {
    for (const body of bodies) await queue.send(body);
    return heartbeat.hold(await receive());
  };
  const holdOne = async () => {
    const [lease] = await hold('a call');
    if (!lease) throw new Error('nothing is held');
    return lease;
  };
  const pass = async (durationMs: number, stepMs = 100) => {
    for (let passedMs = 0; passedMs < durationMs; passedMs += stepMs) {
      clock.advance(stepMs);
      for (const run of timers) run();
      await new Promise(setImmediate);
    }
  };
  return { clock, queue, requests, heartbeat, receive, hold, holdOne, pass, timers };
}

describe('a bridge', () => {
  test('keeps its calls from everybody else for as long as they live', async () => {
    const { receive, pass, holdOne } = prepare();
    const lease = await holdOne();

    await pass(60_000);

    expect(await receive()).toEqual([]);
    expect(lease.isHeld).toBe(true);
  });

  test('holds 25 calls with three requests a heartbeat and one timer, and stops it at the last', async () => {
    const { hold, heartbeat, pass, requests, timers } = prepare();
    const leases = [];
    for (let call = 0; call < 25; call++) leases.push(...(await hold(`call ${call}`)));
    requests.length = 0;

    await pass(1500);

    expect(requests).toEqual([10, 10, 5]);
    expect(timers.size).toBe(1);
    for (const lease of leases) heartbeat.letGo(lease);
    expect(timers.size).toBe(0);
  });

  test('takes nothing in hand that SQS has given to somebody else meanwhile', async () => {
    const { queue, clock, heartbeat, receive } = prepare();
    await queue.send('a call');
    const stale = await receive();
    clock.advance(LEASE_VISIBILITY_S * 1000);
    await receive();

    expect(await heartbeat.hold(stale)).toEqual([]);
  });

  test('loses one call of a batch, and no other', async () => {
    const { hold, queue, pass } = prepare();
    const [lost, ...others] = await hold('one', 'two', 'three');
    await queue.remove(lost?.message?.receiptHandle ?? '');

    await pass(1600);

    expect(lost?.lost.aborted).toBe(true);
    expect(others.map(({ isHeld }) => isHeld)).toEqual([true, true]);
  });
});

describe('a lease', () => {
  test('is over before anybody else can hold the call, counted from the start of a heartbeat', async () => {
    const { queue, clock, holdOne, pass } = prepare();
    const lease = await holdOne();
    const { extendAll } = queue;
    // An answer that takes a second: SQS may have counted from its beginning.
    queue.extendAll = async (...args) => {
      const outcomes = await extendAll(...args);
      clock.advance(1000);
      return outcomes;
    };
    await pass(1500);
    const beganAtMs = clock.monotonicMs() - 1000;
    queue.extendAll = () => Promise.reject(new Error('SQS is away'));

    await pass(beganAtMs + 3900 - clock.monotonicMs());
    const shortBefore = lease.isHeld;
    clock.advance(100);

    expect(shortBefore).toBe(true);
    expect(lease.isHeld).toBe(false);
    expect(() => lease.assertHeld()).toThrow(
      expect.objectContaining({ name: 'LeaseLostError', retryable: false }),
    );
  });

  test('does not revive in a process that was stopped, although SQS would let it', async () => {
    const { clock, queue, holdOne, pass, receive } = prepare();
    const lease = await holdOne();
    clock.advance(20_000);

    expect(lease.isHeld).toBe(false);
    await pass(3000);

    expect(lease.isHeld).toBe(false);
    expect(lease.lost.aborted).toBe(true);
    expect(queue.bodies()).toHaveLength(1);
    expect(await receive()).toHaveLength(1);
  });

  test('a heartbeat that was begun in time and answered too late renews nothing', async () => {
    const { clock, holdOne } = prepare();
    const lease = await holdOne();
    clock.advance(3900);
    const fromMs = clock.monotonicMs();
    clock.advance(100);

    lease.renewed(fromMs);

    expect(lease.isHeld).toBe(false);
  });

  test('a heartbeat that was on its way when the process was stopped renews nothing', async () => {
    const { clock, queue, holdOne, pass } = prepare();
    const lease = await holdOne();
    const { promise, resolve } = Promise.withResolvers<'held'[]>();
    queue.extendAll = () => promise;
    await pass(1500);
    clock.advance(20_000);

    resolve(['held']);
    await new Promise(setImmediate);

    expect(lease.isHeld).toBe(false);
  });

  describe('while SQS takes no heartbeat', () => {
    async function sqsAway(write: (name: string) => Promise<void> = async () => undefined) {
      const prepared = prepare();
      const lease = await prepared.holdOne();
      const { messageId } = lease.message ?? { messageId: '' };
      const names: string[] = [];
      lease.recorded = new RecordedHold(messageId, (name) => (names.push(name), write(name)));
      const { extendAll } = prepared.queue;
      prepared.queue.extendAll = () => Promise.reject(new Error('SQS is away'));
      const sqsIsBack = () => (prepared.queue.extendAll = extendAll);
      return { ...prepared, lease, messageId, names, sqsIsBack };
    }

    test('is held by its record, under another name each time, and then by its message again', async () => {
      const { lease, messageId, names, pass, sqsIsBack } = await sqsAway();

      await pass(30_000);
      const whileAway = names.length;
      sqsIsBack();
      await pass(3000);

      expect(lease.isHeld).toBe(true);
      expect(whileAway).toBe(30_000 / HEARTBEAT_INTERVAL_MS);
      expect(new Set(names).size).toBe(names.length);
      expect(names.indexOf(messageId)).toBe(whileAway);
      expect(names).toHaveLength(whileAway + 1);
    });

    test('is held by its record when a heartbeat is late, and by its message only from the next on', async () => {
      const { lease, messageId, names, queue, clock, pass, sqsIsBack } = await sqsAway();
      const { promise, resolve } = Promise.withResolvers<'held'[]>();
      queue.extendAll = () => promise;
      await pass(1500);
      clock.advance(1000);
      await new Promise((later) => setTimeout(later, LATE_BEAT_MS + 100));
      const whileLate = [...names];

      resolve(['held']);
      await new Promise(setImmediate);
      const onceAnswered = [...names];
      sqsIsBack();
      await pass(1500);

      expect(whileLate).toEqual([expect.stringMatching(/^record:/)]);
      expect(onceAnswered).toEqual(whileLate);
      expect(names).toEqual([...whileLate, messageId]);
      expect(lease.isHeld).toBe(true);
    });

    test('is held by its record also when SQS has forgotten its message', async () => {
      const { lease, queue, names, pass } = await sqsAway();
      lease.isStillOurs = async () => true;
      queue.extendAll = async () => ['lost'];
      queue.send = () => Promise.reject(new Error('SQS is away'));

      await pass(10_000);

      expect(lease.isHeld).toBe(true);
      expect(names.length).toBeGreaterThan(3);
    });

    test('is over in time when the record cannot be written either', async () => {
      const { lease, clock, pass } = await sqsAway(() => Promise.reject(new Error('away too')));
      const fromMs = clock.monotonicMs();

      while (lease.isHeld) await pass(100);

      expect(clock.monotonicMs() - fromMs).toBeLessThanOrEqual(4000);
    });

    test('is over when the record was written too late', async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const { lease, pass } = await sqsAway(() => promise);
      await pass(4500);

      resolve();
      await pass(100);

      expect(lease.isHeld).toBe(false);
    });

    test('is over as soon as the record is found to name another owner', async () => {
      const { lease, pass } = await sqsAway(() => Promise.reject(new WriteRefusedError('epoch')));

      await pass(1600);

      expect(lease.lost.aborted).toBe(true);
    });
  });

  test('is ended by its bridge: given back the call is announced at once, let go in a while', async () => {
    const { heartbeat, hold, receive, pass } = prepare();
    const [given, left] = await hold('given', 'left');
    if (!given || !left) throw new Error('nothing is held');

    await heartbeat.giveBack(given);
    heartbeat.letGo(left);

    expect((await receive()).map(({ body }) => body)).toEqual(['given']);
    await pass(LEASE_VISIBILITY_S * 1000);
    expect((await receive()).map(({ body }) => body).sort()).toEqual(['given', 'left']);
  });

  test('completes a call by removing its message, unless that may be in other hands by now', async () => {
    const { heartbeat, hold, queue, clock } = prepare();
    const [done, late] = await hold('done', 'late');
    if (!done || !late) throw new Error('nothing is held');

    await heartbeat.complete(done);
    clock.advance(4000);
    await heartbeat.complete(late);

    expect(queue.bodies()).toEqual(['late']);
  });
});

describe('a call whose message SQS has forgotten', () => {
  async function forget(isStillOurs: () => Promise<boolean>) {
    const prepared = prepare();
    const lease = await prepared.holdOne();
    lease.isStillOurs = isStillOurs;
    await prepared.queue.remove(lease.message?.receiptHandle ?? '');
    await prepared.pass(1500);
    return { ...prepared, lease };
  }

  test('is announced anew while its record is still ours, and goes on by the fresh message', async () => {
    const { lease, queue, pass, heartbeat, receive } = await forget(async () => true);
    await pass(5000);
    const [fresh, ...more] = await heartbeat.hold(await receive(1));
    if (!fresh?.message) throw new Error('the call was not announced anew');

    const taken = lease.offer(fresh.message);
    heartbeat.letGo(fresh);
    await pass(1000);
    const announced = queue.bodies().length;
    await pass(60_000);

    expect(more).toEqual([]);
    expect(taken).toBe(fresh.message?.messageId);
    expect(lease.isHeld).toBe(true);
    expect(queue.bodies()).toHaveLength(announced);
  });

  test('cannot be received before the lease would be over', async () => {
    const { lease, clock, queue, receive } = await forget(async () => true);
    queue.send = () => Promise.reject(new Error('SQS is away'));
    while (lease.isHeld) {
      expect(await receive()).toEqual([]);
      clock.advance(100);
    }
  });

  test('is lost when the record names another owner', async () => {
    const { lease, queue } = await forget(async () => false);

    expect(lease.lost.aborted).toBe(true);
    expect(queue.bodies()).toEqual([]);
  });

  test('takes over a redelivered message of its own, and no second one', async () => {
    const { holdOne } = prepare();
    const lease = await holdOne();
    const messageId = lease.message?.messageId ?? '';

    expect(lease.offer({ messageId, receiptHandle: 'newer' })).toBe(messageId);
    expect(lease.offer({ messageId: 'second', receiptHandle: 'other' })).toBe(messageId);
    expect(lease.message).toEqual({ messageId, receiptHandle: 'newer' });
  });
});
