import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWav } from '@patchbay/audio';
import { storedTurnSchema, transcriptSchema, type StoredTurn } from '@patchbay/contracts';
import { allowedActions, type Component } from '@patchbay/infra';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import { createPollyVoice } from '@patchbay/voice-polly';
import { findPart, timesHeard } from './heard-parts';
import { startSystem, type CallResult, type RunningSystem } from './running-system';
import { wordAccuracy } from './word-accuracy';

/** Callers, stream and prompts run so much faster than life; the services do not know. */
const SPEED = 4;

/** How each should end. */
const SCENARIOS: readonly (readonly [string, string])[] = [
  ['balance', 'end'],
  ['lost-card', 'transfer'],
  ['payment', 'end'],
  ['opening-hours', 'end'],
  ['human', 'transfer'],
  ['goodbye', 'end'],
  ['not-understood', 'transfer'],
  ['hangup', 'hangup'],
  ['echo', 'end'],
  ['television', 'end'],
  ['mhm', 'end'],
  ['polly-voice', 'end'],
  ['barge-in', 'end'],
  ['silence', 'end'],
  ['abuse', 'end'],
  ['callback', 'end'],
  ['voicemail', 'end'],
  ['knowledge', 'end'],
  ['dtmf', 'end'],
];

/** Calls at a time; more would want more than two cores. */
const SIDE_BY_SIDE = 3;

let system: RunningSystem;
beforeAll(async () => {
  system = await startSystem({ speed: SPEED });
  process.env['AWS_ENDPOINT_URL'] = system.endpointUrl;
  process.env['AWS_REGION'] = 'us-east-1';
  process.env['AWS_ACCESS_KEY_ID'] = process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  for (let first = 0; first < SIDE_BY_SIDE; first += 1) void placeEvery(SIDE_BY_SIDE, first);
});
afterAll(async () => expect(await system.stop()).toBe(0));

interface Scenario {
  readonly steps: { step: string; text?: string }[];
}

const spokenIn = (scenario: string) => {
  const file = join(import.meta.dirname, '..', 'scenarios', `${scenario}.json`);
  const { steps } = JSON.parse(readFileSync(file, 'utf8')) as Scenario;
  return steps.map(({ text }) => text ?? '').join(' ');
};

/** The stored turns of a call, found by the transcript's sequences. */
async function storedTurns(result: CallResult): Promise<StoredTurn[]> {
  const store = createS3ObjectStore({ bucket: 'patchbay-transcripts' });
  const { entries } = transcriptOf(result);
  const sequences = [...new Set(entries.map(({ sequence }) => sequence))];
  const callPrefix = /^s3:\/\/[^/]+\/(.+)\/transcript\.json$/.exec(result.transcriptUri ?? '')?.[1];
  return Promise.all(
    sequences.map(async (sequence) => {
      const body = await store.get(`${callPrefix}/turns/${sequence}.json`);
      return storedTurnSchema.parse(JSON.parse(Buffer.from(body ?? []).toString()));
    }),
  );
}

/** The sound of every part that the caller was played, in order. */
async function partsOf(result: CallResult): Promise<Int16Array[]> {
  const prompts = createS3ObjectStore({ bucket: 'patchbay-prompts' });
  const keys = (await storedTurns(result)).flatMap(({ bot }) => bot.parts);
  return Promise.all(
    keys.map(async ({ audioKey }) => readWav((await prompts.get(audioKey)) ?? Buffer.of()).pcm),
  );
}

const transcriptOf = ({ transcriptFile }: CallResult) =>
  transcriptSchema.parse(JSON.parse(readFileSync(transcriptFile ?? '', 'utf8')));

/** Each scenario is called once; several tests look at the call. */
const results = new Map<string, Promise<CallResult>>();
function callOf(scenario: string): Promise<CallResult> {
  const result = results.get(scenario) ?? system.call('--scenario', scenario);
  results.set(scenario, result);
  return result;
}

/** Places every n-th call, one after another, so that no test has to wait for all of its call. */
async function placeEvery(nth: number, first: number): Promise<void> {
  for (const [scenario] of SCENARIOS.filter((_, i) => i % nth === first)) {
    await callOf(scenario).catch(() => undefined);
  }
}

describe.each(SCENARIOS)('a caller of the scenario %s', (scenario, outcome) => {
  test(`is served to the end: ${outcome}`, async () => {
    const result = await callOf(scenario);

    expect(result.problems).toEqual([]);
    expect(result.outcome).toBe(outcome);
  });

  test('hears each part once, in order, as it was rendered', async () => {
    const result = await callOf(scenario);
    const heard = readWav(readFileSync(result.heardWav)).pcm;
    const parts = await partsOf(result);
    const said = Int16Array.from(parts.flatMap((part) => [...part]));

    expect(parts.length).toBeGreaterThan(0);
    let from = 0;
    for (const part of parts) {
      const found = findPart(part, heard, from);
      expect(found.correlation).toBeGreaterThanOrEqual(0.98);
      from = found.at + part.length;
    }
    // A question that is asked again may sound the same; nothing sounds oftener than it was said.
    expect(parts.map((part) => timesHeard(part, heard))).toEqual(
      parts.map((part) => timesHeard(part, said)),
    );
  });

  test('finds what the bot said in the transcript, word for word and in order', async () => {
    const result = await callOf(scenario);
    const said = (await storedTurns(result)).map(({ bot }) => bot.text).filter(Boolean);
    const transcribed = transcriptOf(result).entries.filter(({ speaker }) => speaker === 'bot');

    expect(transcribed.map(({ text }) => text)).toEqual(said);
  });
});

test.each(['balance', 'lost-card', 'payment', 'opening-hours', 'human'])(
  'of what the caller of %s said, 95 %% of the words and more stand in the transcript',
  async (scenario) => {
    const understood = transcriptOf(await callOf(scenario))
      .entries.filter(({ speaker }) => speaker === 'caller')
      .map(({ text }) => text)
      .join(' ');

    expect(wordAccuracy(spokenIn(scenario), understood)).toBeGreaterThanOrEqual(0.95);
  },
);

test('a transfer is told to the team and linked on the contact', async () => {
  const result = await system.call('--say', 'I lost my card', '--say', 'yes');

  expect(result.outcome).toBe('transfer');
  expect(result.notifications).toEqual([
    { channel: 'webhook', status: 'delivered' },
    { channel: 'contact-attributes', status: 'delivered' },
  ]);
});

test('an agent whose voice is Polly’s is heard in it, and not in the model’s', async () => {
  const result = await callOf('polly-voice');
  const [, ...answers] = await storedTurns(result);
  const [, ...parts] = await partsOf(result);
  const style = { voiceId: 'Joanna', engine: 'neural', language: 'en-US' } as const;
  const sentences = answers.flatMap(({ bot }) => bot.text.split(/(?<=[.?]) /));

  const polly = createPollyVoice();
  const spoken = await Promise.all(sentences.map((sentence) => polly.speak(sentence, style)));

  const said = Int16Array.from(spoken.flatMap((pcm) => [...pcm]));
  expect(parts.length).toBeGreaterThanOrEqual(sentences.length);
  for (const part of parts) {
    expect(findPart(part, said, 0).correlation).toBeGreaterThanOrEqual(0.98);
  }
});

test('a caller whose bot is switched off goes straight to a human', async () => {
  const result = await system.call('--scenario', 'kill-switch');

  expect(result).toMatchObject({
    outcome: 'transfer',
    turns: [],
    transcriptUri: null,
    notifications: [],
    problems: [],
  });
  // However slow the machine is: sooner than somebody who asks the bot for one.
  expect(result.seconds).toBeLessThan((await callOf('human')).seconds);
});

test('a caller who hangs up is noticed, and the call closed', async () => {
  const { closedAfterMs } = await callOf('hangup');

  expect(closedAfterMs).not.toBeNull();
  expect(closedAfterMs).toBeLessThan(10_000);
});

/** What no call here leads to, and what does. */
const NOT_HERE: Partial<Record<Component, readonly string[]>> = {
  // Invoked by Secrets Manager: apps/key-rotation has its tests.
  'key-rotation': allowedActions()['key-rotation'],
  // Locally the keys are in the environment; a deployment names their secret. It writes, and
  // announces calls, only while no bridge answers, as in the faults.
  'process-bot-turn': ['secretsmanager:GetSecretValue', 'dynamodb:UpdateItem', 'sqs:SendMessage'],
  'contact-ended': ['secretsmanager:GetSecretValue', 'sqs:SendMessage'],
  // Calls are given up or taken over, and attempts fail, in the faults (e2e/src/faults).
  'audio-bridge': ['sqs:SendMessage', 'dynamodb:BatchGetItem'],
  'transcript-archiver': ['dynamodb:PutItem', 'sqs:ChangeMessageVisibility'],
  'notification-service': [
    'dynamodb:GetItem',
    'dynamodb:DeleteItem',
    'dynamodb:PutItem',
    'sqs:ChangeMessageVisibility',
  ],
};

/** Nobody calls it: without it S3 answers that access is denied where a key is missing. */
const LETS_MISSING_KEYS_SHOW = 's3:ListBucket';

test('every component asks AWS for what its role allows, and for all of it', async () => {
  for (const [scenario] of SCENARIOS) await callOf(scenario);

  const asked = await system.apiCalls();

  for (const [component, allowed] of Object.entries(allowedActions())) {
    const used = asked[component] ?? [];
    const spared = [...(NOT_HERE[component as Component] ?? []), LETS_MISSING_KEYS_SHOW];
    const forbidden = used.filter((action) => !allowed.includes(action));
    const needless = allowed.filter((action) => ![...used, ...spared].includes(action));
    expect({ component, forbidden, needless }).toEqual({ component, forbidden: [], needless: [] });
  }
});
