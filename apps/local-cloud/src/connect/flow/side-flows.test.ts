import { join } from 'node:path';
import { flowFile, type FlowName } from '@patchbay/contact-flow';
import { testCall, type TestCall } from '../testing/test-call';
import { loadFlow } from './load-flow';
import { runFlow } from './run-flow';

const FOLDER = join(import.meta.dirname, '../../../../../contact-flows');

/** Runs a flow that the inbound flow hooks, for a contact with these attributes. */
async function listen(name: FlowName, attributes: Record<string, string>, call = testCall()) {
  for (const [key, value] of Object.entries(attributes)) call.contact.attributes.set(key, value);
  const path: string[] = [];
  const outcome = runFlow(await loadFlow(join(FOLDER, flowFile(name)), {}), call, (action) =>
    path.push(action),
  );
  await call.time.run(outcome);
  return { outcome: await outcome, path, prompts: heard(call) };
}

const heard = ({ prompts }: TestCall) => prompts.map(({ durationMs }) => durationMs);

/** The fake voice takes 100 ms a word. */
const spoken = (words: number) => words * 100;

test('an agent is told in the bot’s words why the caller comes', async () => {
  const { outcome, prompts } = await listen('agent-whisper', {
    patchbay_reason: 'lost_card',
    patchbay_summary: 'The caller lost a card.',
  });

  expect(outcome).toBe('left');
  expect(prompts).toEqual([spoken(6), spoken(5)]);
});

test('an agent who takes over from a bot that was not there is told so', async () => {
  const { path } = await listen('agent-whisper', { patchbay_reason: 'bot_unavailable' });

  expect(path).toEqual([
    'log-nothing',
    'was-the-bot-there',
    'say-bot-unavailable',
    'say-no-summary',
    'connect',
  ]);
});

test('an agent is not kept waiting by a summary that is missing', async () => {
  const { path, outcome } = await listen('agent-whisper', { patchbay_reason: 'lost_card' });

  expect(path.at(-2)).toBe('say-no-summary');
  expect(outcome).toBe('left');
});

test('who waits hears the message again every 20 seconds or so, until the line is cut', async () => {
  const call = testCall();
  void call.line.pause(65_000).then(() => call.line.hangUp());

  const { outcome, prompts } = await listen('queue', {}, call);

  expect(outcome).toBe('hangup');
  expect(prompts).toEqual(Array(3).fill(spoken(14)));
});

test('a caller whom the agent left is thanked and hung up on', async () => {
  const { outcome, path } = await listen('disconnect', {});

  expect(path).toEqual(['log-nothing', 'say-goodbye', 'hang-up']);
  expect(outcome).toBe('end');
});
