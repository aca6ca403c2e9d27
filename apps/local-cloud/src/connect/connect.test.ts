import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWav } from '@patchbay/audio';
import { contactEventSchema } from '@patchbay/contracts';
import type { CallProgress } from '../caller/place-call';
import { readScenario } from '../caller/read-scenario';
import type { CallPlan } from '../caller/scenario';
import type { EventContent } from '../eventbridge/bus-event';
import type { LambdaInvoker } from '../lambda/lambda-invoker';
import { createConnect, type Connect } from './connect';
import {
  answered,
  fakePrompts,
  FakeStreams,
  fakeVoice,
  PROMPT_BUCKET_URL,
  promptFile,
  toneOf,
} from './testing/fake-services';
import { INSTANCE_ARN } from './testing/test-call';
import { VirtualMediaClock } from './testing/virtual-media-clock';

const WORKSPACE = join(import.meta.dirname, '../../../..');
const part = { responseAudioUrl: `${PROMPT_BUCKET_URL}/part.wav` };

/** A bot that greets, listens for 4 s, speaks once, and then does `last`. */
const botThatEndsWith = (last: Record<string, string>): LambdaInvoker => ({
  async invoke(functionArn, event) {
    if (functionArn === 'arn:start') return answered({ cursor: '0', intent: 'speak', ...part });
    const { cursor } = (event as { Details: { Parameters: { cursor: string } } }).Details
      .Parameters;
    const next = String(Number(cursor) + 1);
    if (Number(next) === 12) return answered({ cursor: next, intent: 'speak', ...part });
    if (Number(next) >= 22) return answered({ cursor: next, ...last });
    return answered({ cursor: next, intent: 'listen' });
  },
});

let time: VirtualMediaClock;
let streams: FakeStreams;
let published: EventContent[];
let connect: Connect;

async function open(lambdas: LambdaInvoker) {
  time = new VirtualMediaClock();
  streams = new FakeStreams();
  published = [];
  connect = await createConnect({
    instanceArn: INSTANCE_ARN,
    flowFile: join(WORKSPACE, 'contact-flows/inbound.flow.json'),
    placeholders: {
      StartBotSessionFnArn: 'arn:start',
      ProcessBotTurnFnArn: 'arn:turn',
      HumanQueueArn: 'arn:queue/human',
      QueueFlowArn: 'arn:flow/queue',
      AgentWhisperFlowArn: 'arn:flow/agent-whisper',
      DisconnectFlowArn: 'arn:flow/disconnect',
    },
    heardFolder: await mkdtemp(join(tmpdir(), 'patchbay-')),
    lambdas,
    streams,
    prompts: fakePrompts({ 'part.wav': promptFile(toneOf(800)) }),
    voice: fakeVoice,
    publishContactEvent: (event) => void published.push(event),
    mediaClock: () => time,
  });
}

const planOf = (scenario: string) => readScenario(join(WORKSPACE, 'e2e/scenarios'), scenario);

async function call({ scenario, ...request }: { scenario: string; agentId?: string }) {
  const placed = { ...request, plan: await planOf(scenario), dialledNumber: '+12025550100' };
  const progress: CallProgress[] = [];
  const reading = (async () => {
    for await (const entry of connect.placeCall(placed)) progress.push(entry);
  })();
  await time.run(reading);
  return progress;
}

const kinds = (progress: readonly CallProgress[]) =>
  progress.map(({ type }) => type).filter((type) => type !== 'flow-action');

test('a call is told from ringing to its end, and kept as it was heard', async () => {
  await open(botThatEndsWith({ intent: 'end' }));

  const progress = await call({ scenario: 'goodbye', agentId: 'bank-demo' });

  expect(kinds(progress)).toEqual([
    'ringing',
    'prompt',
    'caller-speaks',
    'caller-silent',
    'prompt',
    'ended',
  ]);
  const ended = progress.at(-1);
  expect(ended).toMatchObject({ outcome: 'end', problems: [] });
  const heard = readWav(await readFile(ended?.type === 'ended' ? ended.heardWav : ''));
  expect(heard).toMatchObject({ encoding: 'pcm16', sampleRateHz: 8000 });
  expect([...heard.pcm]).toEqual(streams.track('AUDIO_TO_CUSTOMER'));
  expect(heard.pcm.filter((sample) => sample !== 0)).toHaveLength(2 * 800 * 8);
});

test('the wait for the answer is measured from the last word to the first sound', async () => {
  await open(botThatEndsWith({ intent: 'end' }));

  const progress = await call({ scenario: 'goodbye' });

  const silent = progress.find(({ type }) => type === 'caller-silent');
  const [greeting, answer] = progress.filter((entry) => entry.type === 'prompt');
  expect(greeting?.heardAfterMs).toBeUndefined();
  expect(answer?.heardAfterMs).toBeCloseTo((answer?.atMs ?? 0) - (silent?.atMs ?? 0), -1);
});

test('at a transfer the queue is told with what the human will see', async () => {
  const summary = 'Lost a card.';
  await open(
    botThatEndsWith({ intent: 'transfer', reason: 'lost_card', summary, queueArn: 'arn:queue/1' }),
  );

  const progress = await call({ scenario: 'goodbye', agentId: 'bank-demo' });

  expect(progress.find(({ type }) => type === 'queue')).toMatchObject({
    queueArn: 'arn:queue/1',
    attributes: {
      agentId: 'bank-demo',
      patchbay_reason: 'lost_card',
      patchbay_summary: summary,
    },
  });
  expect(progress.at(-1)).toMatchObject({
    outcome: 'transfer',
    problems: ['the call should end in end and ended in transfer'],
  });
});

test('contact events tell of the queue', async () => {
  await open(botThatEndsWith({ intent: 'sing' }));

  await call({ scenario: 'goodbye' });

  expect(published.map(({ detail }) => detail['eventType'])).toEqual([
    'INITIATED',
    'QUEUED',
    'DISCONNECTED',
  ]);
  expect(published[1]?.detail).toMatchObject({ queueInfo: { queueArn: 'arn:queue/human' } });
});

test('a hang-up ends media and flow, and is told on the bus', async () => {
  await open(botThatEndsWith({ intent: 'end' }));

  const progress = await call({ scenario: 'hangup' });

  expect(kinds(progress).slice(-2)).toEqual(['hangup', 'ended']);
  expect(progress.at(-1)).toMatchObject({ outcome: 'hangup', problems: [] });
  expect(streams.released).toHaveLength(1);
  const events = published.map((event) =>
    contactEventSchema.parse({ ...event, 'detail-type': event.detailType }),
  );
  expect(events.map(({ detail }) => detail.eventtype)).toEqual(['INITIATED', 'DISCONNECTED']);
});

test('the directory knows a contact while it lasts and afterwards, and can stop it', async () => {
  await open(botThatEndsWith({ intent: 'listen' }));
  const plan = await planOf('goodbye');
  const placed = connect.placeCall({ plan, dialledNumber: '+12025550100' });
  const progress: CallProgress[] = [];
  const reading = (async () => {
    for await (const entry of placed) {
      progress.push(entry);
      if (entry.type === 'prompt' && 'contactId' in (progress[0] ?? {})) {
        connect.directory.setAttributes(contactIdOf(progress), { link: 'https://example.com' });
        connect.directory.stop(contactIdOf(progress));
      }
    }
  })();

  await time.run(reading);

  const record = connect.directory.find(contactIdOf(progress));
  expect(progress.at(-1)).toMatchObject({ type: 'ended', outcome: 'hangup' });
  expect(record).toMatchObject({
    instanceId: 'instance-1',
    attributes: { link: 'https://example.com' },
  });
  expect(record?.disconnectedAtMs).toBeDefined();
  expect(connect.directory.find('other')).toBeUndefined();
});

test('closing cuts the lines and waits for the calls to end', async () => {
  await open(botThatEndsWith({ intent: 'listen' }));
  const plan: CallPlan = { voice: 'slt', steps: [{ step: 'say', text: 'Hello' }], notes: [] };
  const placed = connect.placeCall({ plan, dialledNumber: '+12025550100' });
  const progress: CallProgress[] = [];
  const reading = (async () => {
    for await (const entry of placed) progress.push(entry);
  })();
  await time.run(time.sleepUntil(time.nowMs() + 1000));

  await connect.close();

  expect(progress.at(-1)).toMatchObject({ type: 'ended', outcome: 'hangup', problems: [] });
  expect(streams.released).toHaveLength(1);
  await reading;
});

const contactIdOf = ([first]: readonly CallProgress[]) =>
  first?.type === 'ringing' ? first.contactId : '';
