import { sleep } from '@patchbay/platform';
import {
  collect,
  content,
  createManualTime,
  REPLY,
  startPuppetBedrock,
  type PuppetBedrock,
} from './puppet-bedrock';
import type { PuppetModel } from './puppet-model';

let bedrock: PuppetBedrock;
let model: PuppetModel;

beforeEach(async () => {
  bedrock = await startPuppetBedrock();
  model = bedrock.model;
});
afterEach(() => bedrock.close());

describe('what goes to the model', () => {
  test('opens in the order that the model demands, with history from the first user message', async () => {
    const session = bedrock.open();
    await model.has('contentStart');
    session.sendAudio(Int16Array.of(1, -2, 3));
    const audio = await model.has('audioInput');

    expect(model.names()).toEqual([
      'sessionStart',
      'promptStart',
      ...['contentStart', 'textInput', 'contentEnd'],
      ...['contentStart', 'textInput', 'contentEnd'],
      ...['contentStart', 'textInput', 'contentEnd'],
      'contentStart',
      'audioInput',
    ]);
    expect(model.received[0]).toMatchObject({
      sessionStart: { turnDetectionConfiguration: { endpointingSensitivity: 'MEDIUM' } },
    });
    const bytes = Buffer.from(String(audio['content']), 'base64');
    expect([0, 2, 4].map((offset) => bytes.readInt16LE(offset))).toEqual([1, -2, 3]);
  });

  test.each([
    [8000, 8000],
    [16000, 16000],
    [16000, 24000],
  ] as const)('asks for %i Hz in and %i Hz out', async (inputSampleRateHz, outputSampleRateHz) => {
    bedrock.open({ options: { inputSampleRateHz, outputSampleRateHz } });

    const { audioOutputConfiguration } = await model.has('promptStart');
    while (!model.names().join().endsWith('contentEnd,contentStart')) await sleep(5);

    expect(audioOutputConfiguration).toMatchObject({ sampleRateHertz: outputSampleRateHz });
    expect(model.received.at(-1)).toMatchObject({
      contentStart: { audioInputConfiguration: { sampleRateHertz: inputSampleRateHz } },
    });
  });

  test('sends a result as JSON text, and one that JSON cannot hold as a failure', async () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const session = bedrock.open();
    session.sendToolResult('use-1', { status: 'ok' });
    session.sendToolResult('use-2', circular);
    session.sendToolResult('use-3', undefined);
    while (model.names().filter((name) => name === 'toolResult').length < 3) await sleep(5);

    const results = model.received.flatMap(({ toolResult }) => toolResult?.['content'] ?? []);

    expect(results).toEqual(['{"status":"ok"}', expect.stringContaining('failed'), 'null']);
  });

  test('sends words for the model to answer at once', async () => {
    const session = bedrock.open();
    session.sendText('4 2');
    while (!model.received.some((event) => event['textInput']?.['content'] === '4 2'))
      await sleep(5);

    expect(model.received.at(-2)).toMatchObject({ textInput: { content: '4 2' } });
    expect(model.received.at(-3)).toMatchObject({
      contentStart: { type: 'TEXT', role: 'USER', interactive: true },
    });
  });

  test('sends a little silence when no sound has come for a while, and none otherwise', async () => {
    const time = createManualTime();
    const session = bedrock.open({ time });
    await model.has('promptStart');

    time.pass(14_000);
    session.sendAudio(new Int16Array(160).fill(7));
    await model.has('audioInput');
    time.pass(14_000);
    time.pass(2_000);
    while (model.names().filter((name) => name === 'audioInput').length < 2) await sleep(5);
    time.pass(14_000);
    await sleep(20);

    const sounds = model.received.flatMap(({ audioInput }) => audioInput?.['content'] ?? []);
    expect(sounds.map((sound) => Buffer.from(String(sound), 'base64').length)).toEqual([320, 3200]);
    expect(Buffer.from(String(sounds[1]), 'base64').every((byte) => byte === 0)).toBe(true);
  });
});

describe('what the model tells', () => {
  test('is what the caller said, what the bot says, when its turn is over, and what it cost', async () => {
    const session = bedrock.open();
    const events = collect(session.events);
    await model.has('promptStart');
    const delta = {
      input: { speechTokens: 2, textTokens: 1 },
      output: { speechTokens: 0, textTokens: 3 },
    };
    model.send(
      { completionStart: {} },
      content('a', 'TEXT', 'USER', 'FINAL'),
      { textOutput: { contentId: 'a', content: 'my balance' } },
      { contentEnd: { contentId: 'a', type: 'TEXT', stopReason: 'PARTIAL_TURN' } },
      { usageEvent: { details: { delta, total: delta }, totalTokens: 6 } },
      ...REPLY,
    );
    await session.close();

    expect(await events).toEqual([
      { type: 'caller-text', text: 'my balance' },
      { type: 'usage', ...delta },
      { type: 'reply-text', stage: 'speculative', text: 'Ten dollars.' },
      { type: 'reply-audio', pcm: Int16Array.of(1, -1) },
      { type: 'reply-audio-ended' },
      { type: 'reply-ended' },
    ]);
  });

  test('includes its tool calls', async () => {
    const session = bedrock.open();
    const events = collect(session.events);
    await model.has('promptStart');
    const input = '{"reason":"caller_done"}';
    model.send({ toolUse: { toolName: 'end_call', toolUseId: 'use-1', content: input } });
    await session.close();

    expect(await events).toEqual([
      { type: 'tool-use', toolUseId: 'use-1', name: 'end_call', input },
    ]);
  });

  test('of an interruption is an event, never words to speak', async () => {
    const session = bedrock.open();
    const events = collect(session.events);
    await model.has('promptStart');
    model.send(content('a', 'TEXT', 'ASSISTANT', 'FINAL'), {
      textOutput: { contentId: 'a', content: '{ "interrupted" : true }' },
    });
    await session.close();

    expect(await events).toEqual([{ type: 'interrupted' }]);
  });
});
