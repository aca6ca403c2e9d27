import type { EventBridgeClient, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { callStarted, type DomainEvent } from '@patchbay/contracts';
import { createEventBridgeBus } from './event-bridge-bus';

const eventOf = (number: number, agentId = 'bank-demo'): DomainEvent =>
  callStarted({ contactId: `contact-${number}`, sequence: 1, timeMs: 0 }, { agentId });

/** A bus that refuses the entries that `refuses` picks, by call and event id, with this code. */
function busRefusing(
  refuses: (call: number, id: string) => boolean,
  ErrorCode = 'ThrottlingException',
  fails: (call: number) => Error | undefined = () => undefined,
) {
  const calls: PutEventsRequestEntry[][] = [];
  const waits: number[] = [];
  const client = {
    send: async ({ input }: { input: { Entries: PutEventsRequestEntry[] } }) => {
      calls.push(input.Entries);
      const failure = fails(calls.length);
      if (failure) throw failure;
      const Entries = input.Entries.map((entry) =>
        refuses(calls.length, JSON.parse(entry.Detail ?? '').id)
          ? { ErrorCode }
          : { EventId: 'confirmed' },
      );
      return { Entries, FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length };
    },
  } as unknown as EventBridgeClient;
  const wait = async (delayMs: number) => void waits.push(delayMs);
  return { bus: createEventBridgeBus({ busName: 'patchbay' }, client, wait), calls, waits };
}

const idsOf = (entries: PutEventsRequestEntry[] = []) =>
  entries.map((entry) => JSON.parse(entry.Detail ?? '').id);

describe('the EventBridge bus', () => {
  test('puts the whole event in detail, under its type and source', async () => {
    const { bus, calls } = busRefusing(() => false);
    const event = eventOf(10000001);

    const confirmed = await bus.publish([event]);

    expect(confirmed).toEqual([event.id]);
    expect(calls[0]?.[0]).toMatchObject({
      EventBusName: 'patchbay',
      Source: 'dev.patchbay.calls',
      DetailType: 'CallStarted',
    });
    expect(JSON.parse(calls[0]?.[0]?.Detail ?? '')).toEqual(event);
  });

  test('sends at most ten entries at once', async () => {
    const { bus, calls } = busRefusing(() => false);
    const events = Array.from({ length: 23 }, (_, index) => eventOf(10000000 + index));

    const confirmed = await bus.publish(events);

    expect(calls.map((entries) => entries.length)).toEqual([10, 10, 3]);
    expect(confirmed).toEqual(events.map(({ id }) => id));
  });

  test('sends at most one megabyte at once', async () => {
    const { bus, calls } = busRefusing(() => false);
    const long = 'a'.repeat(400_000);

    await bus.publish([1, 2, 3].map((number) => eventOf(10000000 + number, long)));

    expect(calls.map((entries) => entries.length)).toEqual([2, 1]);
  });

  test('sends refused entries alone again, after a wait', async () => {
    const events = [1, 2, 3].map((number) => eventOf(10000000 + number));
    const second = events[1]?.id;
    const { bus, calls, waits } = busRefusing((call, id) => call === 1 && id === second);

    const confirmed = await bus.publish(events);

    expect(idsOf(calls[1])).toEqual([second]);
    expect(waits).toHaveLength(1);
    expect([...confirmed].sort()).toEqual(events.map(({ id }) => id));
  });

  test('leaves out an event that the bus keeps refusing', async () => {
    const events = [1, 2].map((number) => eventOf(10000000 + number));
    const poison = events[0]?.id;
    const { bus, calls } = busRefusing((_, id) => id === poison);

    const confirmed = await bus.publish(events);

    expect(confirmed).toEqual([events[1]?.id]);
    expect(calls).toHaveLength(4);
  });

  test('does not repeat an entry that would be refused for ever', async () => {
    const events = [1, 2].map((number) => eventOf(10000000 + number));
    const malformed = events[0]?.id;
    const { bus, calls } = busRefusing((_, id) => id === malformed, 'MalformedDetail');

    expect(await bus.publish(events)).toEqual([events[1]?.id]);
    expect(calls).toHaveLength(1);
  });

  const busFailing = (fails: (call: number) => Error | undefined) =>
    busRefusing(() => false, '', fails);
  const unavailable = () =>
    Object.assign(new Error('busy'), { $metadata: { httpStatusCode: 503 } });
  const denied = () => Object.assign(new Error('denied'), { $metadata: { httpStatusCode: 400 } });

  test('repeats a call that failed as a whole, and no entry that another call confirmed', async () => {
    const events = Array.from({ length: 25 }, (_, index) => eventOf(10000000 + index));
    const { bus, calls } = busFailing((call) => (call === 2 ? unavailable() : undefined));

    const confirmed = await bus.publish(events);

    expect(confirmed).toEqual(events.map(({ id }) => id));
    expect(calls.map((entries) => entries.length)).toEqual([10, 10, 10, 5]);
    expect(idsOf(calls[2])).toEqual(idsOf(calls[1]));
  });

  test('a batch that keeps failing is left out; what was confirmed is told', async () => {
    const events = Array.from({ length: 15 }, (_, index) => eventOf(10000000 + index));
    const { bus } = busFailing((call) => (call > 1 ? unavailable() : undefined));

    expect(await bus.publish(events)).toEqual(events.slice(0, 10).map(({ id }) => id));
  });

  test.each([
    ['keeps failing', unavailable, 4],
    ['is refused', denied, 1],
  ])('a bus that %s for every event is an error', async (_, failure, tries) => {
    const { bus, calls } = busFailing(failure);

    await expect(bus.publish([eventOf(10000001)])).rejects.toThrow();
    expect(calls).toHaveLength(tries);
  });
});
