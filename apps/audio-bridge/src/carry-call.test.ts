import { randomUUID } from 'node:crypto';
import type { ResamplerFactory } from '@patchbay/audio';
import type { TurnRefusal } from '@patchbay/contracts';
import { PatchbayError } from '@patchbay/platform';
import { speexResamplerFactory } from '@patchbay/resampler-speex';
import { AGENT_ID, anAgent, anEvent, CONTACT_ID, QUEUE_ARN } from '@patchbay/testing';
import {
  answer,
  followFlow,
  reply,
  startCall as startCallWith,
  type StartedCall,
} from './testing/a-live-call';
import { until } from './testing/what-remains';

const AGENT = anAgent();

let resamplers: ResamplerFactory;
beforeAll(async () => {
  resamplers = await speexResamplerFactory();
});

const startCall = () => startCallWith(resamplers);

/** The model hands the call over, and says so. */
function lastWords(started: StartedCall): void {
  started.session.emit({
    type: 'tool-use',
    toolUseId: randomUUID(),
    name: 'transfer_to_agent',
    input: JSON.stringify({ reason: 'lost_card', summary: 'The caller lost a card.' }),
  });
  reply(started, 'I will connect you.');
}

test('a call goes from greeting to transfer, each turn stored and each event in its order', async () => {
  const started = await startCall();
  answer(started, 'I lost my card', 'I am sorry to hear that.');
  lastWords(started);

  const answers = await followFlow(started);

  expect(await started.over).toBe(true);
  expect(answers.at(-1)).toMatchObject({
    intent: 'transfer',
    reason: 'lost_card',
    summary: 'The caller lost a card.',
    queueArn: QUEUE_ARN,
  });
  expect(answers.map(({ cursor }) => cursor)).toEqual(answers.map((_, index) => index + 1));
  const types = started.bus.published.map(({ type }) => type);
  expect(types.filter((type) => type === 'TurnCompleted')).toHaveLength(3);
  expect(types).toContain('TransferRequested');
  expect(types.at(-1)).toBe('CallEnded');
  const record = await started.calls.read(CONTACT_ID);
  expect(record).toMatchObject({ status: 'ended', outbox: [] });
  expect(started.session.closed).toBe(true);
});

test('that a call has started is told as soon as a bridge has it', async () => {
  const started = await startCall();
  await until(() => started.bus.published.length > 0);

  expect(started.bus.published).toEqual([anEvent.callStarted()]);

  started.call.disconnected();
  await started.over;
});

test('what was said stands in the stored turns, word for word, and in no event', async () => {
  const started = await startCall();
  answer(started, 'I lost my card', 'I am sorry to hear that.');
  lastWords(started);
  await followFlow(started);
  await started.over;

  const turns = [...started.transcripts.objects.keys()]
    .sort()
    .map((key) => JSON.parse(started.transcripts.text(key) ?? ''));

  expect(turns.map(({ caller, bot }) => [caller?.text, bot.text])).toEqual([
    [undefined, AGENT.greeting],
    ['I lost my card', 'I am sorry to hear that.'],
    [undefined, 'I will connect you.'],
  ]);
  expect(JSON.stringify(started.bus.published)).not.toMatch(/sorry|lost my card|connect you/);
});

test('the sound of every part is stored before the flow hears of it', async () => {
  const started = await startCall();
  answer(started, 'hello', 'Hello to you.');

  const [greeted] = [await started.poll(0)];

  if (!greeted || !('responseAudioUrl' in greeted)) throw new Error('nothing was said');
  const key = greeted.responseAudioUrl.split('amazonaws.com/')[1] ?? '';
  expect(started.prompts.objects.get(key)?.body.length).toBeGreaterThan(4000);
  started.call.disconnected();
  await started.over;
});

test('the same poll gets the same answer, also while it is open; an old one gets none', async () => {
  const started = await startCall();
  const open = [started.poll(0), started.poll(0), started.poll(0)];
  answer(started, 'hello', 'Hello to you.');

  const [first, ...others] = await Promise.all(open);

  expect(others).toEqual([first, first]);
  expect(await started.poll(0)).toEqual(first);
  await started.poll(1);
  expect(await started.poll(0)).toEqual<TurnRefusal>({ refusal: 'stale-cursor' });
  expect(await started.poll(2, undefined, 7)).toEqual<TurnRefusal>({ refusal: 'stale-epoch' });
  started.call.disconnected();
  await started.over;
});

test('an answer is in the record before the flow hears it, a listen included', async () => {
  const started = await startCall();

  const silence = await started.poll(0);

  expect(silence).toEqual({ cursor: 1, intent: 'listen' });
  expect(await started.calls.read(CONTACT_ID)).toMatchObject({ cursor: 1, lastAnswer: silence });
  started.call.disconnected();
  await started.over;
});

test('a caller who hangs up ends the call; only what was played is kept', async () => {
  const started = await startCall();
  answer(started, 'hello', 'Hello to you.');
  await started.poll(0);

  started.call.disconnected();

  expect(await started.over).toBe(true);
  const ended = started.bus.published.at(-1);
  expect(ended).toMatchObject({ type: 'CallEnded', data: { outcome: 'hangup' } });
  const turns = ended?.type === 'CallEnded' ? ended.data.turnSequences : [];
  expect(turns).toHaveLength(2);
  const last = JSON.parse(
    started.transcripts.text(`agents/${AGENT_ID}/calls/${CONTACT_ID}/turns/${turns.at(-1)}.json`) ??
      '',
  );
  expect(last).toMatchObject({ caller: { text: 'hello' }, bot: { text: '' }, interrupted: true });
});

test('when the speech model is gone the caller goes to a human', async () => {
  const started = await startCall();
  started.session.fail(new PatchbayError('AccessDeniedException', 'gone', { retryable: false }));

  const answers = await followFlow(started);

  expect(answers).toEqual([
    expect.objectContaining({ intent: 'transfer', reason: 'bot_unavailable' }),
  ]);
  expect(await started.over).toBe(true);
});

test('a call lost to another bridge writes nothing more', async () => {
  const started = await startCall();
  await started.poll(0);
  await started.calls.write(CONTACT_ID, { epoch: 2 }, { kind: 'present' });
  const taken = await started.calls.read(CONTACT_ID);

  const late = started.poll(1);
  await expect(late).rejects.toMatchObject({ name: 'WriteRefusedError' });
  started.lost.abort();

  expect(await started.over).toBe(false);
  expect(await started.calls.read(CONTACT_ID)).toEqual(taken);
  expect(started.session.closed).toBe(true);
});

test('what the model cannot call gets an honest answer', async () => {
  const started = await startCall();
  started.session.emit(
    { type: 'tool-use', toolUseId: 'a', name: 'open_vault', input: '{}' },
    { type: 'tool-use', toolUseId: 'b', name: 'end_call', input: 'not json' },
    { type: 'tool-use', toolUseId: 'c', name: 'toString', input: '{}' },
  );
  await started.poll(0);

  expect(started.session.toolResults).toEqual([
    { toolUseId: 'a', result: expect.objectContaining({ status: 'failed' }) },
    { toolUseId: 'b', result: expect.objectContaining({ status: 'failed' }) },
    { toolUseId: 'c', result: expect.objectContaining({ status: 'failed' }) },
  ]);
  started.call.disconnected();
  await started.over;
});
