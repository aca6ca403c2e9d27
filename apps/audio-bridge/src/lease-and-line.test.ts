import { LeaseLostError } from '@patchbay/messaging';
import { createLogger } from '@patchbay/platform';
import {
  aCallRecord,
  anOwner,
  CONTACT_ID,
  createManualClock,
  createMemoryCallStore,
  createMemoryQueue,
} from '@patchbay/testing';
import { jest } from '@jest/globals';
import { CallLease, LEASE_VISIBILITY_S } from './call-lease';
import { claimCall } from './claim-call';
import { endOfLine, SILENT_FLOW_LIMIT_MS, SILENT_MEDIA_LIMIT_MS } from './line-watch';

const logger = createLogger('test', { level: 'silent' });

describe('claimCall', () => {
  test('raises the epoch and names the owner', async () => {
    const calls = createMemoryCallStore(aCallRecord({ epoch: 4 }));

    const claim = await claimCall(CONTACT_ID, anOwner(), calls);

    expect(claim).toMatchObject({ kind: 'claimed', record: { epoch: 5, owner: anOwner() } });
    expect(await calls.read(CONTACT_ID)).toMatchObject({ epoch: 5, owner: anOwner() });
  });

  test('one of two bridges that claim at once gets the call', async () => {
    const calls = createMemoryCallStore(aCallRecord());

    const claims = await Promise.all([
      claimCall(CONTACT_ID, anOwner('https://127.0.0.1:1'), calls),
      claimCall(CONTACT_ID, anOwner('https://127.0.0.1:2'), calls),
    ]);

    expect(claims.map(({ kind }) => kind).sort()).toEqual(['claimed', 'taken']);
  });

  test('a call that is over or forgotten is not claimed', async () => {
    const over = createMemoryCallStore(aCallRecord({ status: 'ended' }));
    expect(await claimCall(CONTACT_ID, anOwner(), over)).toEqual({ kind: 'over' });
    const forgotten = createMemoryCallStore();
    expect(await claimCall(CONTACT_ID, anOwner(), forgotten)).toEqual({ kind: 'over' });
  });
});

describe('CallLease', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  async function hold() {
    const clock = createManualClock();
    const queue = createMemoryQueue(clock);
    await queue.send('a call');
    const receive = { limit: 1, visibilityS: LEASE_VISIBILITY_S, waitS: 0 };
    const poll = () => queue.receive({ ...receive, signal: new AbortController().signal });
    const [message] = await poll();
    if (!message) throw new Error('no message');
    const pass = async (durationMs: number) => {
      for (let passedMs = 0; passedMs < durationMs; passedMs += 100) {
        clock.advance(100);
        await jest.advanceTimersByTimeAsync(100);
      }
    };
    return { queue, poll, pass, lease: new CallLease(queue, message, clock, logger) };
  }

  test('keeps the message from everybody else for as long as the call lives', async () => {
    const { poll, pass, lease } = await hold();

    await pass(60_000);

    expect(await poll()).toEqual([]);
    expect(lease.lost.aborted).toBe(false);
    lease.release();
  });

  test('once released the call is announced again, and complete removes it for good', async () => {
    const { queue, poll, pass, lease } = await hold();
    lease.release();
    await pass(LEASE_VISIBILITY_S * 1000);
    expect(await poll()).toHaveLength(1);

    const other = await hold();
    await other.lease.complete();
    expect(other.queue.bodies()).toEqual([]);
    expect(queue.bodies()).toHaveLength(1);
  });

  test('is lost before anybody else can hold it, when heartbeats are refused', async () => {
    const { queue, pass, lease } = await hold();
    queue.extend = async () => {
      throw new LeaseLostError();
    };

    await pass(LEASE_VISIBILITY_S * 1000 - 100);

    expect(lease.lost.aborted).toBe(true);
  });
});

describe('endOfLine', () => {
  const healthy = { disconnected: false, flowSilentForMs: 0, mediaSilentForMs: 0 };

  test('a line on which the flow asks or media flows is alive', () => {
    expect(endOfLine(healthy)).toBeUndefined();
    expect(endOfLine({ ...healthy, mediaSilentForMs: 60_000 })).toBeUndefined();
    expect(endOfLine({ ...healthy, flowSilentForMs: 60_000 })).toBeUndefined();
  });

  test('a line is dead when nobody asks and nothing is heard, or when Connect says so', () => {
    const dead = { flowSilentForMs: SILENT_FLOW_LIMIT_MS, mediaSilentForMs: SILENT_MEDIA_LIMIT_MS };
    expect(endOfLine({ ...healthy, ...dead })).toEqual({ outcome: 'hangup' });
    expect(endOfLine({ ...healthy, disconnected: true })).toEqual({ outcome: 'hangup' });
  });

  test('the last answer says how the bot ended its leg', () => {
    const transfer = {
      cursor: 3,
      intent: 'transfer',
      reason: 'lost_card',
      summary: 'A card.',
      queueArn: 'a-queue',
    } as const;
    expect(endOfLine({ ...healthy, lastAnswer: transfer })).toEqual({
      outcome: 'transfer',
      reason: 'lost_card',
    });
    const end = { cursor: 3, intent: 'end' } as const;
    expect(endOfLine({ ...healthy, disconnected: true, lastAnswer: end })).toEqual({
      outcome: 'end',
    });
  });
});
