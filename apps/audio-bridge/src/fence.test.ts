import type { ToolCall } from '@patchbay/agent';
import type { TurnAnswer } from '@patchbay/contracts';
import { untilDone } from '@patchbay/platform';
import { aCallRecord, anEvent, CONTACT_ID, createManualClock } from '@patchbay/testing';
import { CallLease } from './call-lease';
import { fenceBridge, fenceTurns } from './fence';
import { aBridge } from './testing/a-bridge';

const STOPPED_MS = 20_000;
const request = { contactId: CONTACT_ID, cursor: 0, epoch: 1, deadlineMs: 4000 };
const LISTEN: TurnAnswer = { cursor: 1, intent: 'listen' };

function prepare() {
  const clock = createManualClock();
  const message = { body: 'a call', messageId: 'm1', receiptHandle: 'h1' };
  const lease = new CallLease(message, clock.monotonicMs(), clock);
  const fakes = aBridge(clock, aCallRecord({ epoch: 1 }));
  const left = new AbortController();
  const fenced = fenceBridge(fakes.bridge, lease, left.signal);
  return { clock, lease, left, ...fakes, fenced };
}

type Fenced = ReturnType<typeof prepare>['fenced'];

const call = { contactId: CONTACT_ID } as ToolCall<'https'> & ToolCall<'lambda'>;
const signal = new AbortController().signal;
const style = { voiceId: 'Joanna', engine: 'neural', language: 'en-US' } as const;

const EFFECTS: Readonly<Record<string, (bridge: Fenced) => Promise<unknown>>> = {
  'a part': ({ prompts }) => prompts.put('parts/1.wav', 'sound', 'audio/wav'),
  'a stored turn': ({ transcripts }) => transcripts.put('turns/1.json', '{}', 'application/json'),
  'an event': ({ bus }) => bus.publish([anEvent.callStarted()]),
  'a write to the record': ({ calls }) =>
    calls.write(CONTACT_ID, { cursor: 7 }, { kind: 'epoch', epoch: 1 }),
  'a tool by HTTPS': ({ toolRunners }) => toolRunners.https.run(call, signal),
  'a tool on Lambda': ({ toolRunners }) => toolRunners.lambda.run(call, signal),
  "a turn's words": ({ history }) =>
    history.append(CONTACT_ID, 1, { caller: 'hello', bot: 'Hello.' }, 0),
  'a spoken phrase': ({ voice }) => voice.speak('Hello.', style),
};

describe('of a call whose lease is over, nothing leaves the bridge', () => {
  /** All that the outside has seen. */
  const seen = async ({
    prompts,
    transcripts,
    bus,
    calls,
    toolRuns,
  }: ReturnType<typeof prepare>) => [
    prompts.objects.size + transcripts.objects.size,
    bus.published.length,
    (await calls.read(CONTACT_ID))?.cursor,
    toolRuns.length,
  ];

  test.each(Object.keys(EFFECTS))('%s', async (effect) => {
    const prepared = prepare();
    await EFFECTS[effect]?.(prepared.fenced);
    const before = await seen(prepared);
    prepared.clock.advance(STOPPED_MS);

    const late = EFFECTS[effect]?.(prepared.fenced);

    await expect(late).rejects.toMatchObject({ name: 'LeaseLostError' });
    expect(await seen(prepared)).toEqual(before);
    expect(prepared.lease.lost.aborted).toBe(true);
  });

  test.each(Object.keys(EFFECTS))('%s, nor when it has left for another bridge', async (effect) => {
    const prepared = prepare();
    prepared.left.abort();
    const before = await seen(prepared);

    const late = EFFECTS[effect]?.(prepared.fenced);

    await expect(late).rejects.toMatchObject({ name: 'LeaseLostError' });
    expect(await seen(prepared)).toEqual(before);
  });

  test('a step that is tried until it is done is tried no more', async () => {
    const { clock, fenced } = prepare();
    let tries = 0;
    const step = () => {
      tries += 1;
      clock.advance(STOPPED_MS);
      return fenced.prompts.put('parts/1.wav', 'sound', 'audio/wav');
    };

    const done = untilDone(step, { baseMs: 1, capMs: 1 });

    await expect(done).rejects.toMatchObject({ name: 'LeaseLostError' });
    expect(tries).toBe(1);
  });
});

describe('a poll', () => {
  const left = () => new AbortController();

  test('is answered while the lease is held', async () => {
    const { lease } = prepare();
    const turns = fenceTurns({ ask: async () => LISTEN }, lease, left().signal);

    expect(await turns.ask(request)).toEqual(LISTEN);
  });

  test('that was open when the process was stopped is not answered after', async () => {
    const { clock, lease } = prepare();
    const { promise, resolve } = Promise.withResolvers<TurnAnswer>();
    const turns = fenceTurns({ ask: () => promise }, lease, left().signal);
    const open = turns.ask(request);
    clock.advance(STOPPED_MS);

    resolve(LISTEN);

    expect(await open).toEqual({ refusal: 'unknown-call' });
  });

  test('that comes after that is not even asked', async () => {
    const { clock, lease } = prepare();
    let asked = 0;
    const ask = async () => ((asked += 1), LISTEN);
    const turns = fenceTurns({ ask }, lease, left().signal);
    clock.advance(STOPPED_MS);

    expect(await turns.ask(request)).toEqual({ refusal: 'unknown-call' });
    expect(asked).toBe(0);
  });

  test.each(['lost', 'left'] as const)(
    'that is open is refused at once when the call is %s',
    async (way) => {
      const { lease } = prepare();
      const leaving = left();
      const never = new Promise<TurnAnswer>(() => undefined);
      const turns = fenceTurns({ ask: () => never }, lease, leaving.signal);
      const open = turns.ask(request);

      if (way === 'lost') lease.end();
      else leaving.abort();

      expect(await open).toEqual({ refusal: 'unknown-call' });
    },
  );
});
