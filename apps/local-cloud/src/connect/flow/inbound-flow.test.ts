import { join } from 'node:path';
import {
  answered,
  failed,
  FakeLambdas,
  fakePrompts,
  PROMPT_BUCKET_URL,
  promptFile,
  toneOf,
} from '../testing/fake-services';
import { testCall, type TestCall } from '../testing/test-call';
import { loadFlow } from './load-flow';
import { runFlow } from './run-flow';

const FLOW_FILE = join(import.meta.dirname, '../../../../../contact-flows/inbound.flow.json');
const ARNS = {
  StartBotSessionFnArn: 'arn:start',
  ProcessBotTurnFnArn: 'arn:turn',
  HumanQueueArn: 'arn:queue/human',
  QueueFlowArn: 'arn:flow/queue',
  AgentWhisperFlowArn: 'arn:flow/agent-whisper',
  DisconnectFlowArn: 'arn:flow/disconnect',
};

const prompts = fakePrompts({ 'part.wav': promptFile(toneOf(300)) });
const PART = { responseAudioUrl: `${PROMPT_BUCKET_URL}/part.wav` };
const greeting = answered({ cursor: '0', intent: 'speak', agentId: 'bank-demo', ...PART });
/** What a poll says beside its cursor while there is nothing to say. */
const UNKNOWN = { agentId: '', storeWait: '' };
const end = (cursor: string) => answered({ cursor, intent: 'end' });
const transfer = { cursor: '1', intent: 'transfer', reason: 'lost_card', summary: 'Lost a card.' };

interface Run {
  readonly call: TestCall;
  readonly lambdas: FakeLambdas;
  readonly path: string[];
}

function ring(...script: ConstructorParameters<typeof FakeLambdas>[0] & object): Run {
  const lambdas = new FakeLambdas(script);
  return { call: testCall({ lambdas, prompts }), lambdas, path: [] };
}

async function play({ call, path }: Run, meanwhile: Promise<unknown> = Promise.resolve()) {
  const flow = await loadFlow(FLOW_FILE, ARNS);
  const outcome = runFlow(flow, call, (action) => path.push(action));
  await call.time.run(Promise.all([outcome, meanwhile]));
  return outcome;
}

const parametersOf = ({ lambdas }: Run) =>
  lambdas.invocations.map(
    ({ event }) => (event as { Details: { Parameters: unknown } }).Details.Parameters,
  );

test('it streams, greets, speaks, listens and hangs up when the bot is done', async () => {
  const run = ring(
    greeting,
    answered({ cursor: '1', intent: 'listen' }),
    answered({ cursor: '2', intent: 'speak', ...PART }),
    end('3'),
  );

  const outcome = await play(run);

  expect(outcome).toBe('end');
  expect(run.lambdas.invocations.map(({ functionArn }) => functionArn)).toEqual([
    'arn:start',
    'arn:turn',
    'arn:turn',
    'arn:turn',
  ]);
  expect(run.call.prompts).toHaveLength(2);
  expect(run.call.problems).toEqual([]);
});

test('each turn is asked with the cursor of the answer before', async () => {
  const run = ring(greeting, answered({ cursor: '1', intent: 'listen' }), end('2'));

  await play(run);

  expect(parametersOf(run)).toEqual([
    { agentId: '' },
    { ...UNKNOWN, cursor: '0' },
    { ...UNKNOWN, cursor: '1' },
  ]);
});

test('what the bot wants kept of a wait for its store comes back with the next question', async () => {
  const waiting = answered({ cursor: '0', intent: 'listen', storeWait: '{"sinceMs":1}' });
  const none = answered({ cursor: '1', intent: 'listen', storeWait: 'none' });
  const run = ring(greeting, waiting, none, end('2'));

  await play(run);

  expect(parametersOf(run).slice(2)).toMatchObject([
    { cursor: '0', storeWait: '{"sinceMs":1}' },
    { cursor: '1', storeWait: 'none' },
  ]);
});

test('a bot that fails is asked again twice with the same cursor, after a moment of silence', async () => {
  const failures = Array.from({ length: 6 }, () => failed);
  const run = ring(greeting, ...failures, end('1'));

  const outcome = await play(run);

  expect(outcome).toBe('end');
  expect(run.path).toEqual(expect.arrayContaining(['wait-before-ask-again', 'ask-last']));
  expect(
    new Set(
      parametersOf(run)
        .slice(1)
        .map((sent) => JSON.stringify(sent)),
    ),
  ).toEqual(new Set([JSON.stringify({ cursor: '0', ...UNKNOWN })]));
});

test('the third failure in a row brings an apology and a human, who knows why', async () => {
  const run = ring(greeting);

  const outcome = await play(run);

  expect(outcome).toBe('transfer');
  expect(run.call.contact.queueArn).toBe('arn:queue/human');
  expect(run.call.contact.attributes.get('patchbay_reason')).toBe('bot_unavailable');
  expect(run.call.prompts.at(-1)?.uri).toBe('text-to-speech');
  expect(run.call.streams.released).toHaveLength(1);
});

test('a bot that does not even start brings a human', async () => {
  const run = ring();

  const outcome = await play(run);

  expect(outcome).toBe('transfer');
  expect(run.call.contact.attributes.get('patchbay_reason')).toBe('bot_unavailable');
});

test('at a transfer the human gets reason, summary and fields, and the stream is closed', async () => {
  const fields = '{"card":"credit"}';
  const run = ring(greeting, answered({ ...transfer, queueArn: 'arn:queue/cards', fields }));

  const outcome = await play(run);

  expect(outcome).toBe('transfer');
  expect(run.call.contact.queueArn).toBe('arn:queue/cards');
  expect(Object.fromEntries(run.call.contact.attributes)).toEqual({
    patchbay_reason: 'lost_card',
    patchbay_summary: 'Lost a card.',
    patchbay_fields: fields,
  });
  expect(run.call.streams.released).toHaveLength(1);
});

test('a transfer that names no queue goes to the human queue, without fields', async () => {
  const run = ring(greeting, answered(transfer));

  await play(run);

  expect(run.call.contact.queueArn).toBe('arn:queue/human');
  expect(run.call.contact.attributes.has('patchbay_fields')).toBe(false);
});

test('an outside number is called instead of the queue', async () => {
  const outside = { queueArn: 'arn:queue/cards', outsideNumber: '+12025550170' };
  const run = ring(greeting, answered({ ...transfer, ...outside }));

  expect(await play(run)).toBe('transfer');

  expect(run.call.contact.outsideNumber).toBe('+12025550170');
  expect(run.call.contact.queueArn).toBeUndefined();
  expect(run.call.contact.attributes.get('patchbay_reason')).toBe('lost_card');
  expect(run.call.streams.released).toHaveLength(1);
});

test('an outside number that cannot be called leads to the queue', async () => {
  const outside = { queueArn: 'arn:queue/cards', outsideNumber: '+0' };
  const run = ring(greeting, answered({ ...transfer, ...outside }));

  await play(run);

  expect(run.call.contact.queueArn).toBe('arn:queue/cards');
});

test.each(['4', '7'])(
  '%s keys that were asked for go with the next question',
  async (maxDigits) => {
    const collect = answered({ cursor: '1', intent: 'collect', maxDigits, timeoutS: '8', ...PART });
    const run = ring(greeting, collect, end('2'));
    const { line } = run.call;
    const presses = line.pause(1500).then(() => {
      for (const key of '1234#') line.keys.press(key);
    });

    await play(run, presses);

    expect(parametersOf(run).at(-1)).toEqual({ ...UNKNOWN, cursor: '1', digits: '1234' });
  },
);

test('keys stay with the question when it is asked again', async () => {
  const collect = answered({ cursor: '1', intent: 'collect', maxDigits: '4', ...PART });
  const run = ring(greeting, collect, failed, failed, failed, end('2'));
  const { line } = run.call;

  await play(
    run,
    line.pause(1500).then(() => {
      for (const key of '1234') line.keys.press(key);
    }),
  );

  expect(run.path).toContain('ask-with-keys-again');
  expect(parametersOf(run).at(-1)).toEqual({ ...UNKNOWN, cursor: '1', digits: '1234' });
});

test('an intent that the flow does not know brings a human', async () => {
  const run = ring(greeting, answered({ cursor: '1', intent: 'sing' }));

  expect(await play(run)).toBe('transfer');
});

test('a part that cannot be played does not end the call', async () => {
  const url = `${PROMPT_BUCKET_URL}/gone.wav`;
  const run = ring(
    greeting,
    answered({ cursor: '1', intent: 'speak', responseAudioUrl: url }),
    end('2'),
  );

  expect(await play(run)).toBe('end');
  expect(run.call.problems).toHaveLength(1);
});

test('a hang-up ends the flow at once, whatever is under way', async () => {
  const run = ring(async () => {
    await run.call.time.sleepUntil(Infinity);
    return greeting;
  });
  const { line } = run.call;

  const outcome = await play(
    run,
    line.pause(1000).then(() => line.hangUp()),
  );

  expect(outcome).toBe('hangup');
  expect(run.call.elapsedMs()).toBe(1000);
});

test('no flow runs after the caller hung up', async () => {
  const run = ring(greeting, answered({ cursor: '1', intent: 'listen' }));
  const { line } = run.call;

  const outcome = await play(
    run,
    line.pause(400).then(() => line.hangUp()),
  );

  expect(outcome).toBe('hangup');
  expect(run.path.at(-1)).toBe('speak');
  expect(run.lambdas.invocations).toHaveLength(1);
});
