import type { AgentDefinition } from '@patchbay/agent';
import type { ResamplerFactory } from '@patchbay/audio';
import type { CallRecord } from '@patchbay/call';
import { speexResamplerFactory } from '@patchbay/resampler-speex';
import { aTool, CONTACT_ID } from '@patchbay/testing';
import { GO_ON } from '@patchbay/speech';
import { LOST_RESULT } from './conversation/taken-over';
import {
  answer,
  beginReply,
  createWorld,
  followFlow,
  reply,
  startCall as startCallWith,
  type StartedCall,
  type World,
} from './testing/a-live-call';
import { toldBy, until } from './testing/what-remains';

const https = { kind: 'https', url: 'https://shop.test', timeoutMs: 5000, attempts: 2 } as const;
const PIN_KEYS = { say: 'Please enter your PIN.', maxDigits: 4, timeoutS: 10, input: 'pin' };
const SHOP: Partial<AgentDefinition> = {
  tools: [
    aTool({ name: 'end_call' }),
    aTool({ name: 'transfer_to_agent' }),
    aTool({ name: 'pay', handler: https }),
    aTool({ name: 'check_pin', handler: https, keys: PIN_KEYS }),
  ],
};

let resamplers: ResamplerFactory;
beforeAll(async () => {
  resamplers = await speexResamplerFactory();
});
const startCall = (world: World) => startCallWith(resamplers, world);

const recordOf = async (world: World) => (await world.calls.read(CONTACT_ID)) as CallRecord;
const soundOf = (turn: unknown) => (turn as { responseAudioUrl?: string }).responseAudioUrl;
const endOf = async ({ call, over }: StartedCall) => {
  call.disconnected();
  expect(await over).toBe(true);
};

/** What the model of a later owner was given as said before. */
const memoryOf = ({ session }: StartedCall) =>
  session.options.history.map(({ role, text }) => `${role}: ${text}`);

describe('a call whose bridge dies', () => {
  test('in a reply: each part is played once, and the model goes on from what was heard', async () => {
    const world = createWorld();
    const first = await startCall(world);
    answer(first, 'hello', 'Hello to you.');
    await first.poll(0);
    await first.poll(1);
    first.session.emit({ type: 'caller-text', text: 'what can you do' });
    beginReply(first, 'I can tell you a lot.');
    beginReply(first, 'I can also help with cards.');
    await until(() => world.prompts.objects.size >= 4);
    const heard = await first.poll(2);
    beginReply(first, 'This is never heard.');

    await first.die();
    const second = await startCall(world);

    expect(second.session.texts).toEqual([GO_ON]);
    expect(memoryOf(second)).toEqual([
      'user: hello',
      'assistant: Hello to you.',
      'user: what can you do',
      'assistant: I can tell you a lot. I can also help with cards.',
    ]);
    // The flow did not get the last answer, asks again, and then goes on.
    expect(await second.poll(2)).toEqual(heard);
    reply(second, 'And with loans.');
    const rest = [await second.poll(3), await second.poll(4)];
    expect(rest).toMatchObject([{ intent: 'speak' }, { intent: 'speak' }]);
    expect(new Set([heard, ...rest].map(soundOf)).size).toBe(3);
    await second.poll(5);
    await endOf(second);
    expect(toldBy(world)).toEqual([
      ['', world.agent.greeting, false],
      ['hello', 'Hello to you.', false],
      ['what can you do', 'I can tell you a lot. I can also help with cards.', true],
      ['', 'And with loans.', false],
    ]);
  });

  test('before an answer: the question is put to the next model, once', async () => {
    const world = createWorld();
    const first = await startCall(world);
    answer(first, 'hello', 'Hello to you.');
    await first.poll(0);
    await first.poll(1);
    first.session.emit({ type: 'caller-text', text: 'what is my balance' });
    await first.poll(2);

    await first.die();
    const second = await startCall(world);

    expect(memoryOf(second)).toEqual(['user: hello', 'assistant: Hello to you.']);
    expect(second.session.texts).toEqual(['what is my balance']);
    reply(second, 'Ten dollars.');
    expect(await second.poll(3)).toMatchObject({ intent: 'speak' });
    await second.poll(4);
    await endOf(second);
    expect(toldBy(world).at(-1)).toEqual(['what is my balance', 'Ten dollars.', false]);
  });

  test('while a tool runs: it is not run again, and the model says that nobody knows', async () => {
    const runs: string[] = [];
    const world = createWorld({
      agent: SHOP,
      runTool: ({ toolUseId }) => {
        runs.push(toolUseId);
        return new Promise(() => undefined);
      },
    });
    const first = await startCall(world);
    first.session.emit(
      { type: 'caller-text', text: 'pay it' },
      { type: 'tool-use', toolUseId: 'use-1', name: 'pay', input: '{"order":"1"}' },
    );
    await until(() => runs.length === 1);

    await first.die();
    const second = await startCall(world);
    second.session.emit({
      type: 'tool-use',
      toolUseId: 'use-2',
      name: 'pay',
      input: '{"order":"1"}',
    });
    await until(() => second.session.toolResults.length === 1);

    expect(second.session.texts).toEqual([`Result of pay: ${JSON.stringify(LOST_RESULT)}`]);
    expect(second.session.toolResults).toEqual([{ toolUseId: 'use-2', result: LOST_RESULT }]);
    expect(runs).toEqual(['use-1']);
    await endOf(second);
  });

  test('after a tool ran: the next model is told its result', async () => {
    const world = createWorld({ agent: SHOP, runTool: async () => ({ paid: true }) });
    const first = await startCall(world);
    first.session.emit(
      { type: 'caller-text', text: 'pay it' },
      { type: 'tool-use', toolUseId: 'use-1', name: 'pay', input: '{}' },
    );
    await until(() => first.session.toolResults.length === 1);

    await first.die();
    const second = await startCall(world);

    expect(memoryOf(second)).toEqual(['user: pay it']);
    expect(second.session.texts).toEqual(['Result of pay: {"status":"ok","result":{"paid":true}}']);
    await endOf(second);
  });

  test('while keys are asked for: they are asked for once, and the tool gets them', async () => {
    const inputs: unknown[] = [];
    const world = createWorld({
      agent: SHOP,
      runTool: async ({ input }) => {
        inputs.push(input);
        return 'right';
      },
    });
    const first = await startCall(world);
    first.session.emit(
      { type: 'caller-text', text: 'unlock it' },
      { type: 'tool-use', toolUseId: 'use-1', name: 'check_pin', input: '{}' },
    );
    expect(await first.poll(0)).toMatchObject({ intent: 'collect', cursor: 1 });

    await first.die();
    const second = await startCall(world);
    const next = second.poll(1, '4829');
    await until(() => second.session.texts.length === 1);

    expect(second.session.texts).toEqual(['Result of check_pin: {"status":"ok","result":"right"}']);
    expect(inputs).toEqual([{ pin: '4829' }]);
    reply(second, 'Your PIN is right.');
    expect(await next).toMatchObject({ intent: 'speak' });
    expect(JSON.stringify([...world.calls.items])).not.toContain('4829');
    await second.poll(2);
    await endOf(second);
    expect(toldBy(world).at(-1)).toEqual([
      'unlock it',
      'Please enter your PIN. Your PIN is right.',
      false,
    ]);
  });

  test('after it was asked to hand over: the caller is handed over', async () => {
    const world = createWorld();
    const first = await startCall(world);
    const input = JSON.stringify({ reason: 'lost_card', summary: 'The caller lost a card.' });
    first.session.emit(
      { type: 'caller-text', text: 'yes' },
      { type: 'tool-use', toolUseId: 'use-1', name: 'transfer_to_agent', input },
    );
    beginReply(first, 'I will connect you.');
    await first.poll(0);

    await first.die();
    const second = await startCall(world);

    expect((await followFlow(second, 1)).at(-1)).toMatchObject({
      intent: 'transfer',
      reason: 'lost_card',
      summary: 'The caller lost a card.',
    });
    expect(second.session.texts).toEqual([]);
    expect(await second.over).toBe(true);
  });
});

describe('what a dead bridge leaves behind', () => {
  test('is published, stored and numbered once', async () => {
    const world = createWorld();
    const first = await startCall(world);
    world.bus.refuse('TurnCompleted');
    answer(first, 'hello', 'Hello to you.');
    await first.poll(0);
    await first.poll(1);
    await until(async () => (await recordOf(world)).outbox.length === 2);

    await first.die();
    world.bus.refuse();
    const second = await startCall(world);
    await until(async () => (await recordOf(world)).outbox.length === 0);
    await endOf(second);

    const ids = world.bus.published.map(({ id }) => id);
    const sequences = world.bus.published.map(({ sequence }) => sequence);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...sequences].sort((a, b) => a - b)).toEqual(sequences);
    expect(toldBy(world)).toHaveLength(2);
  });

  test('a turn that was over but not stored is stored by the next owner', async () => {
    const world = createWorld();
    const put = world.transcripts.put;
    world.transcripts.put = () => new Promise(() => undefined);
    const first = await startCall(world);
    answer(first, 'hello', 'Hello to you.');
    await first.poll(0);
    await first.poll(1);
    expect((await recordOf(world)).turnSequences).toEqual([]);

    await first.die();
    world.transcripts.put = put;
    await endOf(await startCall(world));

    expect(toldBy(world).map(([caller, bot]) => [caller, bot])).toEqual([
      ['', world.agent.greeting],
      ['hello', 'Hello to you.'],
    ]);
    expect((await recordOf(world)).turnSequences).toHaveLength(2);
  });

  test('is forgotten in the record when the call is over', async () => {
    const world = createWorld();
    const first = await startCall(world);
    answer(first, 'my secret words', 'Hello to you.');
    await first.poll(0);
    expect(JSON.stringify(await recordOf(world))).toContain('my secret words');

    await endOf(first);

    expect(JSON.stringify(await recordOf(world))).not.toContain('my secret words');
  });

  test('is read by every later owner, however soon the one between dies', async () => {
    const world = createWorld();
    const first = await startCall(world);
    first.session.emit({ type: 'caller-text', text: 'what is my balance' });
    await first.poll(0);
    await first.die();
    await (await startCall(world)).die();

    const third = await startCall(world);

    expect(third.session.texts).toEqual(['what is my balance']);
    await endOf(third);
  });
});

describe('where the caller is heard', () => {
  test('is behind what was understood; at the beginning of a new call, its beginning', async () => {
    const world = createWorld();
    const { media } = await recordOf(world);
    const first = await startCall(world);
    await until(() => first.hearing.length === 1);
    await first.poll(0);
    const { talk } = await recordOf(world);

    await first.die();
    const second = await startCall(world);
    await until(() => second.hearing.length === 1);

    expect(first.hearing).toEqual([{ timestampMs: media?.startTimestampMs }]);
    expect(talk?.understoodUntilMs).toBeGreaterThanOrEqual(media?.startTimestampMs ?? Infinity);
    expect(second.hearing).toMatchObject([{ timestampMs: talk?.understoodUntilMs }]);
    await endOf(second);
  });
});

test('after an owner of the version before, the talk is known from what it stored', async () => {
  const world = createWorld();
  const first = await startCall(world);
  answer(first, 'hello', 'Hello to you.');
  await first.poll(0);
  await first.poll(1);
  await first.poll(2);
  world.history.turns.clear();
  await first.die();
  const change = { cursor: 4, lastAnswer: { cursor: 4, intent: 'listen' as const } };
  await world.calls.write(CONTACT_ID, change, { kind: 'present' });

  const second = await startCall(world);

  expect(memoryOf(second)).toEqual(['user: hello', 'assistant: Hello to you.']);
  expect(second.session.texts).toEqual([]);
  expect(await second.poll(3)).toEqual(change.lastAnswer);
  expect(await second.poll(4)).toMatchObject({ cursor: 5 });
  await endOf(second);
});
