import type { CallRecord } from '@patchbay/call';
import type { LeaseQuestion } from '@patchbay/contracts';
import {
  aCallRecord,
  AGENT_ID,
  anEvent,
  anOwner,
  CONTACT_ID,
  createManualClock,
  createMemoryDeadLetterSender,
  createMemoryQueue,
} from '@patchbay/testing';
import { LEASE_VISIBILITY_S } from './call-lease';
import { Drain } from './drain';
import { Heartbeat } from './heartbeat';
import { HeldCalls } from './held-calls';
import type { CarriedCall } from './http/turn-server';
import { serveCall, type ServeCallOptions } from './serve-call';
import { StandAside } from './stand-aside';
import { aBridge } from './testing/a-bridge';

const BODY = JSON.stringify({ contactId: CONTACT_ID, agentId: AGENT_ID });
const US = anOwner('https://127.0.0.1:1');
const OTHER = anOwner('https://127.0.0.1:2');

type Answer = (question: LeaseQuestion) => string | undefined;

/** A bridge that was just given a message, and another one that answers by script. */
async function prepare(record: CallRecord | undefined, other: Answer = () => undefined) {
  const clock = createManualClock();
  const queue = createMemoryQueue(clock);
  const fakes = aBridge(clock, ...(record ? [record] : []));
  const heartbeat = new Heartbeat({
    queue,
    sender: queue,
    clock,
    logger: fakes.logger,
    every: () => () => undefined,
  });
  const deadLetters = createMemoryDeadLetterSender();
  const failures: object[] = [];
  const stopping = new AbortController();
  const live = new Map<string, CarriedCall>();
  const asked: LeaseQuestion[] = [];
  const pauses: number[] = [];
  const options: ServeCallOptions = {
    bridge: fakes.bridge,
    heartbeat,
    owner: US,
    askOwner: async (_, question) => (asked.push(question), other(question)),
    held: new HeldCalls(),
    live,
    setAside: {
      deadLetters,
      failures: { note: async (failure) => void failures.push(failure) },
      clock,
      logger: fakes.logger,
    },
    drain: new Drain(stopping.signal, 0, clock),
    standAside: new StandAside(US.url, clock),
    pause: async (delayMs) => void pauses.push(delayMs),
  };
  const receive = () =>
    queue.receive({
      limit: 1,
      visibilityS: LEASE_VISIBILITY_S,
      waitS: 0,
      signal: new AbortController().signal,
    });
  const announce = async (body = BODY) => {
    await queue.send(body);
    const [lease] = await heartbeat.hold(await receive());
    if (!lease) throw new Error('nothing is held');
    return lease;
  };
  const untilLive = async () => {
    while (!live.has(CONTACT_ID)) await new Promise(setImmediate);
  };
  const inRecord = () => fakes.calls.read(CONTACT_ID);
  return {
    ...{ ...fakes, clock, queue, options, announce, receive, untilLive, inRecord },
    ...{ deadLetters, failures, stopping, live, asked, pauses },
  };
}

/** A call that another bridge owns by the record, holding message `heldMessageId`. */
const owned = (facts: Partial<CallRecord> = {}) =>
  aCallRecord({ epoch: 1, owner: OTHER, heldMessageId: 'm0', ...facts });

describe('a second message of a call', () => {
  test('that another bridge holds by its own one is removed, and nothing is stolen', async () => {
    const record = owned();
    const { announce, options, queue, asked, inRecord } = await prepare(record, () => 'm0');

    await serveCall(await announce(), options);

    expect(queue.bodies()).toEqual([]);
    expect(await inRecord()).toEqual(record);
    expect(asked).toMatchObject([{ contactId: CONTACT_ID, heldEpoch: 1, messageId: 'm1' }]);
  });

  test('stays when it is the very one by which the other holds the call', async () => {
    const record = owned();
    const { announce, options, queue, inRecord } = await prepare(record, (q) => q.messageId);

    await serveCall(await announce(), options);

    expect(queue.bodies()).toEqual([BODY]);
    expect(await inRecord()).toEqual(record);
  });

  test('that comes to the bridge which carries the call is removed, and the call goes on', async () => {
    const { announce, options, queue, live, untilLive, inRecord } = await prepare(aCallRecord());
    const carried = serveCall(await announce(), options);
    await untilLive();

    await serveCall(await announce(), options);

    expect(queue.bodies()).toHaveLength(1);
    expect(await inRecord()).toMatchObject({ epoch: 1, heldMessageId: 'm1' });
    live.get(CONTACT_ID)?.disconnected();
    await carried;
    expect(queue.bodies()).toEqual([]);
  });

  test('and the first one, at one bridge in the same moment, make one call', async () => {
    const { announce, options, queue, live, untilLive, speech } = await prepare(aCallRecord());
    const leases = [await announce(), await announce()];

    const served = leases.map((lease) => serveCall(lease, options));
    await untilLive();

    expect(speech.sessions).toHaveLength(1);
    live.get(CONTACT_ID)?.disconnected();
    await Promise.all(served);
    expect(queue.bodies()).toEqual([]);
  });

  test('waits for the lease of an owner that does not answer to be over', async () => {
    const prepared = await prepare(owned());
    const { announce, options, asked, pauses, live, untilLive, inRecord } = prepared;

    const carried = serveCall(await announce(), options);
    await untilLive();

    expect(pauses).toEqual([LEASE_VISIBILITY_S * 1000]);
    expect(asked).toHaveLength(2);
    expect(await inRecord()).toMatchObject({ epoch: 2, owner: US, losses: 1 });
    live.get(CONTACT_ID)?.disconnected();
    await carried;
  });

  test('finds in that time that the owner only did not answer once', async () => {
    let questions = 0;
    const record = owned();
    const { announce, options, queue, inRecord } = await prepare(record, () =>
      ++questions === 1 ? undefined : 'm0',
    );

    await serveCall(await announce(), options);

    expect(queue.bodies()).toEqual([]);
    expect(await inRecord()).toEqual(record);
  });
});

describe('an owner that holds its call by the record', () => {
  /** Names something new while somebody else waits for its lease to be over. */
  const heldByRecord = async (heldMessageId: string | undefined, owner = OTHER) => {
    const prepared = await prepare(owned({ heldMessageId: 'record:1' }));
    const { options, calls } = prepared;
    const change = { heldMessageId, owner };
    const pause = () => calls.write(CONTACT_ID, change, { kind: 'epoch', epoch: 1 });
    return { ...prepared, options: { ...options, pause } };
  };

  test('keeps it, although it does not answer', async () => {
    const { announce, options, queue, inRecord } = await heldByRecord('record:2');

    await serveCall(await announce(), options);

    expect(queue.bodies()).toEqual([BODY]);
    expect(await inRecord()).toMatchObject({ epoch: 1, owner: OTHER, heldMessageId: 'record:2' });
  });

  test('keeps it also when SQS has its very message again', async () => {
    const { announce, options, queue, inRecord } = await heldByRecord('m1');

    await serveCall(await announce(), options);

    expect(queue.bodies()).toEqual([BODY]);
    expect(await inRecord()).toMatchObject({ epoch: 1, owner: OTHER });
  });

  test('is followed by another one when it has named nothing new for a lease', async () => {
    const { announce, options, live, untilLive, inRecord } = await heldByRecord('record:1');

    const carried = serveCall(await announce(), options);
    await untilLive();

    expect(await inRecord()).toMatchObject({ epoch: 2, owner: US });
    live.get(CONTACT_ID)?.disconnected();
    await carried;
  });
});

describe('the message by which a dead bridge held a call', () => {
  const lost = (losses: number) => owned({ heldMessageId: 'm1', losses });

  test('is claimed at once, and counts as a loss', async () => {
    const { announce, options, pauses, live, untilLive, inRecord } = await prepare(lost(0));

    const carried = serveCall(await announce(), options);
    await untilLive();

    expect(pauses).toEqual([]);
    expect(await inRecord()).toMatchObject({ epoch: 2, owner: US, losses: 1 });
    live.get(CONTACT_ID)?.disconnected();
    await carried;
  });

  test('fails the call at the third loss: set aside with its reason, told, and gone', async () => {
    const { announce, options, ...after } = await prepare(lost(2));

    await serveCall(await announce(), options);

    expect(await after.inRecord()).toMatchObject({ status: 'failed', losses: 3, outbox: [] });
    expect(after.bus.published).toMatchObject([
      { type: 'CallFailed', data: { reason: 'bridges_lost' } },
    ]);
    expect(after.deadLetters.letters).toEqual([{ body: BODY, reason: 'bridges_lost' }]);
    expect(after.failures).toMatchObject([{ queue: 'calls', eventId: 'message:dead-1' }]);
    expect(after.queue.bodies()).toEqual([]);
  });

  test('stays when it cannot be set aside, and the call is given up the next time', async () => {
    const { announce, options, clock, receive, deadLetters, inRecord } = await prepare(lost(2));
    const { send } = deadLetters;
    deadLetters.send = () => Promise.reject(new Error('SQS is away'));
    await serveCall(await announce(), options);
    deadLetters.send = send;
    clock.advance(LEASE_VISIBILITY_S * 1000);

    const [lease] = await options.heartbeat.hold(await receive());
    if (lease) await serveCall(lease, options);

    expect(await inRecord()).toMatchObject({ status: 'failed' });
    expect(deadLetters.letters).toHaveLength(1);
  });
});

describe('a call that was taken from this bridge, which could not be reached', () => {
  /** @param silence what the record tells of it, besides that it began a moment ago */
  const taken = (silence: object = {}): Partial<CallRecord> => ({
    ...{ epoch: 2, losses: 1, owner: undefined, heldMessageId: undefined },
    ownerSilence: {
      ...{ epoch: 2, sinceMs: createManualClock().nowMs(), fillers: 1, unreachableUrl: US.url },
      ...silence,
    },
  });

  test('is left to others, as is every other call for a while', async () => {
    const prepared = await prepare(aCallRecord(taken()));
    const { announce, options, receive, clock, inRecord } = prepared;

    await serveCall(await announce(), options);
    expect(await receive()).toMatchObject([{ body: BODY }]);
    const other = JSON.stringify({ contactId: 'contact-0002', agentId: AGENT_ID });
    await serveCall(await announce(other), options);

    expect(await receive()).toMatchObject([{ body: other }]);
    expect(await inRecord()).toMatchObject({ epoch: 2 });
    expect(options.standAside.leftMs).toBeGreaterThan(0);
    clock.advance(options.standAside.leftMs);
    expect(options.standAside.leftMs).toBe(0);
  });

  test('is dropped at once when its new message comes here', async () => {
    const { announce, options, calls, receive, live, untilLive } = await prepare(aCallRecord());
    const carried = serveCall(await announce(), options);
    await untilLive();
    await calls.write(CONTACT_ID, taken(), { kind: 'epoch', epoch: 1 });

    await serveCall(await announce(), options);

    expect(await receive()).toMatchObject([{ messageId: 'm2' }]);
    await carried;
    expect(live.size).toBe(0);
  });

  test.each<[string, Partial<CallRecord>]>([
    ['taken from another', taken({ unreachableUrl: OTHER.url })],
    ['that nobody else has taken', taken({ sinceMs: createManualClock().nowMs() - 8000 })],
    ['of an older silence', taken({ epoch: 1 })],
    ['whose caller has hung up', { ...taken(), disconnectedAtMs: 1 }],
  ])('but not one %s', async (_, facts) => {
    const { announce, options, inRecord, live, untilLive } = await prepare(aCallRecord(facts));

    const carried = serveCall(await announce(), options);
    if (facts.disconnectedAtMs === undefined) await untilLive();
    live.get(CONTACT_ID)?.disconnected();
    await carried;

    expect(await inRecord()).toMatchObject({ epoch: 3, status: 'ended' });
  });
});

describe('a call that the record says is over', () => {
  const transfer = {
    cursor: 4,
    intent: 'transfer',
    reason: 'lost_card',
    summary: 'The caller lost a card.',
    queueArn: 'arn:aws:connect:us-east-1:123456789012:instance/1/queue/1',
  } as const;
  const atItsEnd: [string, Partial<CallRecord>, object][] = [
    ['handed over', { lastAnswer: transfer }, { outcome: 'transfer', reason: 'lost_card' }],
    ['ended', { lastAnswer: { cursor: 4, intent: 'end' } }, { outcome: 'end' }],
    ['hung up', { disconnectedAtMs: 1 }, { outcome: 'hangup' }],
  ];

  test.each(atItsEnd)('%s: is closed by its next owner, without a model', async (_, facts, end) => {
    const { announce, options, queue, speech, bus, live, inRecord } = await prepare(
      owned({ heldMessageId: 'm1', ...facts }),
    );

    await serveCall(await announce(), options);

    expect(speech.sessions).toEqual([]);
    expect(await inRecord()).toMatchObject({ status: 'ended', epoch: 2, outbox: [] });
    expect(bus.published.at(-1)).toMatchObject({ type: 'CallEnded', data: end });
    expect([queue.bodies(), [...live]]).toEqual([[], []]);
  });
});

describe('a bridge that is to end', () => {
  test('hands its call over: announced at once, without an owner and without a loss', async () => {
    const prepared = await prepare(aCallRecord({ losses: 1 }));
    const { announce, options, stopping, receive, untilLive, inRecord, live } = prepared;
    const carried = serveCall(await announce(), options);
    await untilLive();

    stopping.abort();
    await carried;

    expect(live.size).toBe(0);
    const record = await inRecord();
    expect(record).toMatchObject({ status: 'open', epoch: 1, losses: 1 });
    expect(record).not.toHaveProperty('owner');
    expect(await receive()).toMatchObject([{ body: BODY }]);
  });

  test('takes no call that it was just given', async () => {
    const { announce, options, stopping, receive, inRecord } = await prepare(aCallRecord());
    const lease = await announce();
    stopping.abort();

    await serveCall(lease, options);

    expect(await inRecord()).toMatchObject({ epoch: 0 });
    expect(await receive()).toHaveLength(1);
  });
});

describe('a message', () => {
  test('that names no call is set aside', async () => {
    const { announce, options, queue, deadLetters } = await prepare(undefined);

    await serveCall(await announce('hello'), options);

    expect(deadLetters.letters).toEqual([{ body: 'hello', reason: 'malformed_message' }]);
    expect(queue.bodies()).toEqual([]);
  });

  test('of a call that is over is kept until the last event is published', async () => {
    const ended = aCallRecord({ status: 'ended', outbox: [anEvent.callEnded()] });
    const { announce, options, queue, bus, clock, receive } = await prepare(ended);
    const { publish } = bus;
    bus.publish = async () => [];
    await serveCall(await announce(), options);
    expect(queue.bodies()).toEqual([BODY]);
    bus.publish = publish;
    clock.advance(LEASE_VISIBILITY_S * 1000);

    const [lease] = await options.heartbeat.hold(await receive());
    if (lease) await serveCall(lease, options);

    expect(bus.published).toMatchObject([{ type: 'CallEnded' }]);
    expect(queue.bodies()).toEqual([]);
  });

  test('of a call that is forgotten is removed', async () => {
    const { announce, options, queue } = await prepare(undefined);

    await serveCall(await announce(), options);

    expect(queue.bodies()).toEqual([]);
  });
});
