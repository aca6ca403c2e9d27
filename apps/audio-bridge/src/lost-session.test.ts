import type { AgentDefinition } from '@patchbay/agent';
import type { ResamplerFactory } from '@patchbay/audio';
import { GO_ON, SpeechSessionEndedError } from '@patchbay/speech';
import { speexResamplerFactory } from '@patchbay/resampler-speex';
import { aTool } from '@patchbay/testing';
import {
  answer,
  beginReply,
  createWorld,
  reply,
  startCall,
  type StartedCall,
  type World,
} from './testing/a-live-call';
import { toldBy, until } from './testing/what-remains';

const https = { kind: 'https', url: 'https://shop.test', timeoutMs: 5000, attempts: 2 } as const;
const SHOP: Partial<AgentDefinition> = {
  tools: [aTool({ name: 'end_call' }), aTool({ name: 'pay', handler: https })],
};
const PAY = { type: 'tool-use', name: 'pay', input: '{"order":"1"}' } as const;
const PAID = { status: 'ok', result: { paid: true } };

let resamplers: ResamplerFactory;
beforeAll(async () => {
  resamplers = await speexResamplerFactory();
});

/** A call that has a session of its model after the other. */
async function aCall(world: World) {
  const call = await startCall(resamplers, world);
  /** The newest session breaks; resolves once the talk goes on in another. */
  const loseSession = async () => {
    const { sessions } = call.speech;
    const before = sessions.length;
    sessions.at(-1)?.fail(new SpeechSessionEndedError());
    await until(() => sessions.length > before);
    return sessions[before] as StartedCall['session'];
  };
  return { ...call, loseSession };
}

const memoryOf = ({ options }: StartedCall['session']) =>
  options.history.map(({ role, text }) => `${role}: ${text}`);

async function end({ call, over }: StartedCall): Promise<void> {
  call.disconnected();
  expect(await over).toBe(true);
}

describe('a call whose speech session is lost', () => {
  test('in a reply: what is stored is played, and the next session goes on from there', async () => {
    const world = createWorld();
    const call = await aCall(world);
    answer(call, 'hello', 'Hello to you.');
    await call.poll(0);
    await call.poll(1);
    call.session.emit({ type: 'caller-text', text: 'what can you do' });
    beginReply(call, 'I can tell you a lot.');
    await until(() => world.prompts.objects.size >= 3);
    call.session.emit(
      { type: 'reply-text', stage: 'speculative', text: 'This is never heard.' },
      { type: 'reply-audio', pcm: new Int16Array(2400).fill(5000) },
    );

    const session = await call.loseSession();

    expect(session.texts).toEqual([GO_ON]);
    expect(memoryOf(session)).toEqual([
      'user: hello',
      'assistant: Hello to you.',
      'user: what can you do',
      'assistant: I can tell you a lot.',
    ]);
    expect(await call.poll(2)).toMatchObject({ intent: 'speak' });
    reply({ session }, 'I can also help with cards.');
    expect(await call.poll(3)).toMatchObject({ intent: 'speak' });
    await call.poll(4);
    await end(call);
    expect(toldBy(world).slice(2)).toEqual([
      ['what can you do', 'I can tell you a lot.', true],
      ['', 'I can also help with cards.', false],
    ]);
  });

  test('before a word of the answer can be heard: the question is put again, and the turn is one', async () => {
    const world = createWorld();
    const call = await aCall(world);
    await call.poll(0);
    call.session.emit(
      { type: 'caller-text', text: 'what is my balance' },
      { type: 'reply-text', stage: 'speculative', text: 'Ten' },
    );

    const session = await call.loseSession();

    expect(session.texts).toEqual(['what is my balance']);
    expect(memoryOf(session)).toEqual([]);
    reply({ session }, 'Ten dollars.');
    await call.poll(1);
    await call.poll(2);
    await end(call);
    expect(toldBy(world).at(-1)).toEqual(['what is my balance', 'Ten dollars.', false]);
  });

  test('twice before it goes on: the rest is still due', async () => {
    const world = createWorld();
    const call = await aCall(world);
    call.session.emit({ type: 'caller-text', text: 'what can you do' });
    beginReply(call, 'I can tell you a lot.');
    await until(() => world.prompts.objects.size >= 2);
    await call.loseSession();

    const session = await call.loseSession();

    expect(session.texts).toEqual([GO_ON]);
    await end(call);
  });

  test('while a tool runs: it runs once, and the next session is told, also when it asks', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const runs: string[] = [];
    const runTool = ({ toolUseId }: { toolUseId: string }) => {
      runs.push(toolUseId);
      return promise;
    };
    const call = await aCall(createWorld({ agent: SHOP, runTool }));
    call.session.emit({ type: 'caller-text', text: 'pay it' }, { ...PAY, toolUseId: 'use-1' });
    await until(() => runs.length === 1);

    const session = await call.loseSession();
    session.emit({ ...PAY, toolUseId: 'use-2' });
    resolve(PAID.result);
    await until(() => session.toolResults.length > 0);

    expect(memoryOf(session)).toEqual(['user: pay it']);
    expect(session.texts).toEqual([]);
    expect(session.toolResults).toEqual([{ toolUseId: 'use-2', result: PAID }]);
    expect(runs).toEqual(['use-1']);
    await end(call);
  });

  test.each([
    ['before the model spoke of it', 0],
    ['while the model spoke of it', 1],
  ])('after a tool ran, %s: the next session is told its result', async (_, sentences) => {
    const runs: string[] = [];
    const runTool = async ({ toolUseId }: { toolUseId: string }) => {
      runs.push(toolUseId);
      return PAID.result;
    };
    const world = createWorld({ agent: SHOP, runTool });
    const call = await aCall(world);
    call.session.emit({ type: 'caller-text', text: 'pay it' }, { ...PAY, toolUseId: 'use-1' });
    await until(() => call.session.toolResults.length === 1);
    if (sentences > 0) beginReply(call, 'It is paid.');
    await until(() => world.prompts.objects.size > sentences);

    const session = await call.loseSession();
    session.emit({ ...PAY, toolUseId: 'use-2' });
    await until(() => session.toolResults.length > 0);

    expect(session.texts).toEqual([`Result of pay: ${JSON.stringify(PAID)}`]);
    expect(session.toolResults).toEqual([{ toolUseId: 'use-2', result: PAID }]);
    expect(runs).toEqual(['use-1']);
    await end(call);
  });
});
