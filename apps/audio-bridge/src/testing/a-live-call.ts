import type { ResamplerFactory } from '@patchbay/audio';
import type { CallRecord } from '@patchbay/call';
import { createLogger, systemClock } from '@patchbay/platform';
import { createRenewingEngine } from '@patchbay/speech';
import {
  aCallRecord,
  anAgent,
  anEvent,
  CONTACT_ID,
  createMemoryCallHistory,
  createMemoryCallStore,
  createMemoryEventBus,
  createMemoryObjectStore,
  createScriptedSpeech,
  STREAM_ARN,
  type ScriptedSession,
} from '@patchbay/testing';
import type { TurnAnswer } from '@patchbay/contracts';
import type { AgentDefinition, ToolRunner } from '@patchbay/agent';
import type { BridgeDependencies } from '../bridge-dependencies';
import { carryCall } from '../carry-call';
import type { HearingStart } from '../hearing/hearing-start';
import type { CarriedCall } from '../http/turn-server';

const POLL_DEADLINE_MS = 300;

/** A second of sound at the model's rate. */
const SECOND_OF_SPEECH = Int16Array.from({ length: 24000 }, (_, i) => 8000 * Math.sin(i / 10));

/** What outlives a bridge: the record, the stores, the bus and whoever does the tools' work. */
export function createWorld(
  facts: { agent?: Partial<AgentDefinition>; runTool?: ToolRunner<'https'>['run'] } = {},
) {
  const record = aCallRecord({
    sequence: 1,
    outbox: [anEvent.callStarted()],
    media: { streamArn: STREAM_ARN, startTimestampMs: systemClock.nowMs() },
    startedAtMs: systemClock.nowMs(),
  });
  return {
    agent: anAgent(facts.agent),
    runTool: facts.runTool ?? (() => Promise.reject(new Error('there is no such service'))),
    calls: createMemoryCallStore(record),
    history: createMemoryCallHistory(),
    bus: createMemoryEventBus(),
    transcripts: createMemoryObjectStore(),
    prompts: createMemoryObjectStore(),
  };
}
export type World = ReturnType<typeof createWorld>;

/** The next owner claims the call and carries it; what it talks to is a fake that shows what it got. */
export async function startCall(resamplers: ResamplerFactory, world: World = createWorld()) {
  const before = (await world.calls.read(CONTACT_ID)) as CallRecord;
  const epoch = before.epoch + 1;
  await world.calls.write(CONTACT_ID, { epoch }, { kind: 'epoch', epoch: before.epoch });
  const speech = createScriptedSpeech();
  const lost = new AbortController();
  const hearing: HearingStart[] = [];
  const bridge = bridgeOf(world, resamplers, { speech, hearing });
  const { promise: ready, resolve: onReady } = Promise.withResolvers<CarriedCall>();
  const over = carryCall({
    record: { ...before, epoch },
    bridge,
    lost: lost.signal,
    departure: { look: () => false, leave: () => undefined },
    onReady,
  });
  const call = await Promise.race([ready, over.then(() => Promise.reject(new Error('ended')))]);
  const session = speech.sessions[0] as ScriptedSession;
  const poll = (cursor: number, digits?: string, asEpoch = epoch) =>
    call.turns.ask({
      contactId: CONTACT_ID,
      cursor,
      epoch: asEpoch,
      deadlineMs: POLL_DEADLINE_MS,
      ...(digits && { digits }),
    });
  /** As a bridge that dies: from here on it writes nothing and does nothing. */
  const die = async () => {
    const { epoch: _, ...record } = (await world.calls.read(CONTACT_ID)) as CallRecord;
    world.calls.items.set(CONTACT_ID, { ...record, epoch: epoch + 1 });
    lost.abort();
    await over;
  };
  return { poll, call, session, speech, over, lost, hearing, die, ...world };
}
export type StartedCall = Awaited<ReturnType<typeof startCall>>;

function bridgeOf(
  world: World,
  resamplers: ResamplerFactory,
  { speech, hearing }: { speech: ReturnType<typeof createScriptedSpeech>; hearing: HearingStart[] },
): BridgeDependencies {
  const logger = createLogger('test', { level: 'silent' });
  const runner = { run: world.runTool as never };
  return {
    ...world,
    agents: { byId: async () => world.agent, byDialledNumber: async () => world.agent },
    toolRunners: { https: runner, lambda: runner },
    knowledge: () => ({ search: () => [] }),
    promptUrl: (key: string) => `https://prompts.s3.us-east-1.amazonaws.com/${key}`,
    voice: { speak: async () => new Int16Array(8000) },
    engine: createRenewingEngine({ engineIn: () => speech, logger }),
    speechRegion: 'us-east-1',
    resamplers,
    voiceActivity: () => ({ isSpeech: () => false, close: () => undefined }),
    callerAudio: (_, start, signal) => {
      hearing.push(start);
      return callerAudio(start, signal);
    },
    clock: systemClock,
    logger,
  };
}

/** Half a second of a caller, then a line that stays open. */
async function* callerAudio({ timestampMs }: HearingStart, signal: AbortSignal) {
  const pcm = new Int16Array(4000);
  yield [{ pcm, producerTimestampMs: timestampMs, fragmentNumber: '91' }];
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/** The model says a sentence of one second, and that is its reply. */
export function reply({ session }: Pick<StartedCall, 'session'>, text: string): void {
  beginReply({ session }, text);
  session.emit({ type: 'reply-text', stage: 'final', text }, { type: 'reply-ended' });
}

/** The model says a sentence of one second, and has more to say. */
export function beginReply({ session }: Pick<StartedCall, 'session'>, text: string): void {
  session.emit(
    { type: 'reply-text', stage: 'speculative', text },
    { type: 'reply-audio', pcm: SECOND_OF_SPEECH },
    { type: 'reply-audio-ended' },
  );
}

/** The model answers what the caller said. */
export function answer(started: Pick<StartedCall, 'session'>, caller: string, bot: string): void {
  started.session.emit({ type: 'caller-text', text: caller });
  reply(started, bot);
}

/** Polls like a contact flow until it is told to do something other than speak or listen. */
export async function followFlow(
  { poll }: Pick<StartedCall, 'poll'>,
  fromCursor = 0,
): Promise<TurnAnswer[]> {
  const answers: TurnAnswer[] = [];
  for (let cursor = fromCursor; ;) {
    const next = await poll(cursor);
    if ('refusal' in next) throw new Error(next.refusal);
    answers.push(next);
    cursor = next.cursor;
    if (next.intent !== 'speak' && next.intent !== 'listen') return answers;
  }
}
