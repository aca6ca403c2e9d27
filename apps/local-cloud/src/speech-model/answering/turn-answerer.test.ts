import { jest } from '@jest/globals';
import type { Answer } from '../dialogue/dialogue';
import type { EarListener } from '../hearing/caller-ear';
import { OutputEvents } from '../protocol/output-events';
import type { Recognition } from '../recognition/recogniser';
import { Mouth } from '../speaking/mouth';
import { aPrompt } from '../testing/a-prompt';
import { ModelClient } from '../testing/model-client';
import { TurnAnswerer } from './turn-answerer';

const PACE = { speed: 2, thinkingMs: 700, deliveryRate: 4 };
const UTTERANCE = { durationMs: 900, quietMs: 500 };
const sure = (text: string): Recognition => ({ text, confident: true });
const unsure: Recognition = { text: 'balance', confident: false };

/** An answerer with an ear that the test speaks into; it repeats what it heard. */
function setUp({
  results = [] as (Recognition | Error)[],
  prompt = aPrompt(),
  answer = (text: string | undefined): Answer => ({ say: `You said ${text ?? 'nothing'}.` }),
} = {}) {
  const client = ModelClient.withoutModel();
  const output = new OutputEvents(client, prompt);
  const ear = { isCallerSpeaking: false, hear: () => undefined, close: () => undefined };
  const heard = jest.fn(answer);
  const useTool = jest.fn<(name: string, input: object) => void>();
  const fail = jest.fn<(error: unknown) => void>();
  let listener: EarListener | undefined;
  const answerer = new TurnAnswerer(
    { prompt, output, useTool, fail },
    {
      pace: PACE,
      dialogue: {
        heard,
        toolAnswered: (result) => `It said ${JSON.stringify(result)}.`,
        rest: (told) => (told.endsWith('.') ? '' : `And not only ${told}.`),
      },
      recognition: { hear: () => undefined, finish: () => next(results), close: () => undefined },
      mouth: new Mouth({ output, pace: PACE, sampleRateHz: 8000, voice: oneSecond }),
      createEar: (given) => {
        listener = given;
        return ear;
      },
    },
  );
  const say = (utterance = UTTERANCE) => listener?.utteranceEnded(utterance);
  const bargeIn = () => listener?.bargedIn();
  return { client, ear, answerer, heard, useTool, fail, say, bargeIn };
}

const oneSecond = async () => new Int16Array(8000);

async function next(results: (Recognition | Error)[]): Promise<Recognition> {
  const result = results.shift() ?? sure('something');
  if (result instanceof Error) throw result;
  return result;
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('taking turns with the caller', () => {
  test('tells at once what it heard, and answers when the thinking time is over', async () => {
    const { client, say } = setUp({ results: [sure('yes')] });

    // 700 ms of the caller's time, of which 500 have passed, at twice the speed of life.
    say();
    await pass(99);
    expect(client.story()).toEqual(['USER FINAL yes']);
    await pass(2);

    expect(client.story()[1]).toBe('ASSISTANT SPECULATIVE You said yes.');
    expect(client.all('audioOutput')).toHaveLength(1);
  });

  test('what it is not sure of is told as unclear, and answered as not understood', async () => {
    const { client, heard, say } = setUp({ results: [unsure] });

    say();
    await pass(100);

    expect(client.story()[0]).toBe('USER FINAL (unclear)');
    expect(heard).toHaveBeenCalledWith(undefined);
  });

  test('a cough wants no answer, a short word does', async () => {
    const { client, say } = setUp({ results: [unsure, sure('no')] });

    say({ durationMs: 200, quietMs: 500 });
    say({ durationMs: 200, quietMs: 500 });
    await pass(10);

    expect(client.story()).toEqual(['USER FINAL no']);
  });

  test('answers utterances one after another, in order', async () => {
    const { client, say } = setUp({ results: [sure('one'), sure('two')] });

    say();
    say();
    await pass(1000);

    expect(client.story().filter((line) => !line.startsWith('AUDIO'))).toEqual([
      'USER FINAL one',
      'ASSISTANT SPECULATIVE You said one.',
      'ASSISTANT FINAL You said one.',
      'USER FINAL two',
      'ASSISTANT SPECULATIVE You said two.',
      'ASSISTANT FINAL You said two.',
    ]);
  });

  test('falls silent when the caller barges in, and answers that too', async () => {
    const { client, say, bargeIn } = setUp({ results: [sure('one'), sure('two')] });
    say();
    await pass(150);

    bargeIn();
    say();
    await pass(1000);

    expect(client.story().slice(1, 5)).toEqual([
      'ASSISTANT SPECULATIVE You said one.',
      'AUDIO INTERRUPTED',
      'ASSISTANT FINAL { "interrupted" : true }',
      'USER FINAL two',
    ]);
  });

  test('does not begin to speak over a caller who went on', async () => {
    const { client, ear, say } = setUp();
    say();
    ear.isCallerSpeaking = true;
    await pass(200);

    expect(client.all('audioOutput')).toHaveLength(0);
    expect(client.story()).toContain('AUDIO INTERRUPTED');
  });

  test('calls a tool, and goes on once its result is there', async () => {
    const tool = { name: 'end_call', input: { reason: 'caller_done' } };
    const { client, answerer, useTool, say } = setUp({ answer: () => ({ tool }) });
    say();
    await pass(1000);
    expect(useTool).toHaveBeenCalledWith('end_call', { reason: 'caller_done' });
    expect(client.story()).toHaveLength(1);

    answerer.toolAnswered('{"status":"ok"}');
    answerer.read('Result of end_call: "late"');
    await pass(2000);

    const spoken = client.story().filter((line) => line.startsWith('ASSISTANT FINAL'));
    expect(spoken).toEqual([
      'ASSISTANT FINAL It said {"status":"ok"}.',
      'ASSISTANT FINAL It said "late".',
    ]);
  });

  test('answers text like speech, without telling what it heard', async () => {
    const { client, answerer, heard } = setUp();

    answerer.read('The caller pressed 12.');
    await pass(1000);

    expect(heard).toHaveBeenCalledWith('the caller pressed 12');
    expect(client.story()[0]).toMatch(/^ASSISTANT SPECULATIVE You said/);
  });

  test('stays silent where there is nothing to say', async () => {
    const { client, say } = setUp({ results: [sure('hm')], answer: () => ({ silent: true }) });

    say();
    await pass(1000);

    expect(client.story()).toEqual(['USER FINAL hm']);
  });

  test('recalls what the caller said before, without a word', () => {
    const history = [
      { role: 'USER', text: 'yes' },
      { role: 'ASSISTANT', text: 'Well.' },
      { role: 'USER', text: '(unclear)' },
    ] as const;
    const { client, heard } = setUp({ prompt: aPrompt({ history }) });

    expect(heard.mock.calls).toEqual([['yes'], [undefined]]);
    expect(client.story()).toEqual([]);
  });

  test.each([
    ['goes on with an answer in which another session was cut off', 'Well', 'And not only Well.'],
    ['says nothing when that answer was heard to its end', 'Well.', undefined],
  ])('%s', async (_, told, rest) => {
    const history = [
      { role: 'USER', text: 'yes' },
      { role: 'ASSISTANT', text: told },
    ] as const;
    const { client, answerer } = setUp({ prompt: aPrompt({ history }) });

    answerer.read('You were cut off in your last answer. Go on.');
    await pass(2000);

    const said = client.story().find((line) => line.startsWith('ASSISTANT FINAL'));
    expect(said).toBe(rest && `ASSISTANT FINAL ${rest}`);
  });

  test('gives the session up when recognition fails', async () => {
    const crash = new Error('worker crashed');
    const { fail, say } = setUp({ results: [crash] });

    say();
    await pass(10);

    expect(fail).toHaveBeenCalledWith(crash);
  });

  test('puts out nothing once it is closed', async () => {
    const { client, answerer, useTool, say } = setUp();
    say();
    await pass(10);
    const received = client.received.length;

    answerer.close();
    await pass(1000);

    expect(client.received).toHaveLength(received);
    expect(useTool).not.toHaveBeenCalled();
  });
});
