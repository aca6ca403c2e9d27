import { createLogger, sleep } from '@patchbay/platform';
import {
  createRenewingEngine,
  type HistoryMessage,
  type RenewalSettings,
  type RenewingSession,
  type SpeechEvent,
} from '@patchbay/speech';
import type { NovaEvent } from '../speech-model/speech-model';
import {
  collect,
  OPTIONS,
  REPLY,
  socketsAre,
  startPuppetBedrock,
  type PuppetBedrock,
} from './puppet-bedrock';
import type { PuppetModel } from './puppet-model';

const logger = createLogger('test', { level: 'silent' });
const TARGETS = [{ modelId: OPTIONS.modelId, region: 'us-east-1' }] as const;

let bedrock: PuppetBedrock;
let model: PuppetModel;
let session: RenewingSession;
let events: Promise<SpeechEvent[]>;

beforeEach(async () => {
  bedrock = await startPuppetBedrock();
  model = bedrock.model;
});
afterEach(async () => {
  await session.close();
  await bedrock.close();
});

function open(settings: Partial<RenewalSettings>, history: readonly HistoryMessage[] = []): void {
  const engine = createRenewingEngine({ engineIn: () => bedrock.engine, logger, settings });
  const due = () => (history.at(-1)?.role === 'user' ? ('answer' as const) : undefined);
  const recall = () => ({ history, due: due(), results: [], atWork: [] });
  session = engine.open({ ...OPTIONS, targets: TARGETS, contactId: 'contact-1', recall });
  events = collect(session.events);
}

/** The sound of a session, as numbers. */
const soundIn = (received: readonly NovaEvent[]): number[] =>
  received.flatMap(({ audioInput }) => {
    const bytes = Buffer.from(String(audioInput?.['content'] ?? ''), 'base64');
    return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(i * 2));
  });

test('over the wire, too, renewal loses no sample and doubles none', async () => {
  open({ renewAfterMs: 250, settleMs: 100 });
  const line = Int16Array.from({ length: 60 * 320 }, (_, i) => i % 311);

  for (let offset = 0; offset < line.length; offset += 320) {
    session.sendAudio(line.subarray(offset, offset + 320));
    await sleep(20);
  }
  await sleep(300);
  await session.close();

  expect(model.sessions.length).toBeGreaterThan(2);
  expect(model.sessions.flatMap(soundIn)).toEqual([...line]);
  const renewals = (await events).map((event) => 'reason' in event && event.reason);
  expect(new Set(renewals)).toEqual(new Set(['age']));
  await socketsAre(0);
});

test('a session that Bedrock ends goes on, with its history and the question that was not answered', async () => {
  const history: HistoryMessage[] = [];
  open({}, history);
  await model.has('promptStart');
  history.push({ role: 'user', text: 'hello' }, { role: 'assistant', text: 'hello to you' });
  history.push({ role: 'user', text: 'my balance' });
  model.send(
    { contentStart: { contentId: 'a', type: 'TEXT', role: 'USER' } },
    { textOutput: { contentId: 'a', content: 'my balance' } },
  );
  await sleep(50);
  model.connection?.fail('modelStreamErrorException', 'injected');
  while (model.sessions.length < 2) await sleep(5);
  const textsOf = (received: readonly NovaEvent[]) =>
    received.flatMap(({ textInput }) => textInput?.['content'] ?? []);
  while (textsOf(model.sessions[1] ?? []).length < 4) await sleep(5);
  model.send(...REPLY);
  await sleep(50);
  await session.close();

  expect(textsOf(model.sessions[1] ?? [])).toEqual([
    OPTIONS.systemPrompt,
    ...['hello', 'hello to you', 'my balance'],
  ]);
  expect((await events).map(({ type }) => type)).toEqual([
    ...['caller-text', 'session-renewed', 'reply-text'],
    ...['reply-audio', 'reply-audio-ended', 'reply-ended'],
  ]);
});
