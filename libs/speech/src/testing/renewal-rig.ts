import type { Clock, Every, LogFields, Logger } from '@patchbay/platform';
import { createRenewingEngine, type Recollection, type RenewingSessionOptions } from '../renewal';
import type { RenewalSettings } from '../renewal/renewal-settings';
import type { SpeechEvent } from '../speech-event';
import type { HistoryMessage } from '../speech-session';
import { createScriptedEngines, type Ear, type ScriptedSession } from './scripted-engine';

export const RATE_HZ = 16000;

const OPTIONS = {
  targets: [{ modelId: 'sonic', region: 'us-east-1' }],
  voiceId: 'matthew',
  systemPrompt: 'You help.',
  tools: [],
  maxTokens: 100,
  temperature: 0.5,
  topP: 0.9,
  endpointingSensitivity: 'MEDIUM',
  inputSampleRateHz: RATE_HZ,
  outputSampleRateHz: 24000,
  contactId: 'contact-1',
} as const;

export interface RigOptions {
  readonly options?: Partial<RenewingSessionOptions>;
  readonly settings?: Partial<RenewalSettings>;
  readonly ear?: Ear;
  /** False for a test that reads the events itself. */
  readonly reads?: boolean;
}

/**
 * An endless session over scripted ones, in a time that only `pass` lets go on. Everything that
 * waits for other things than time is done when `pass` or `settle` resolves.
 */
export function createRenewalRig({ options, settings, ear, reads = true }: RigOptions = {}) {
  let nowMs = 0;
  const steps = new Set<() => void>();
  const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  const every: Every = (_, run) => {
    steps.add(run);
    return () => void steps.delete(run);
  };
  const logged: { readonly message: string; readonly fields: LogFields | undefined }[] = [];
  const log = (message: string, fields?: LogFields) => void logged.push({ message, fields });
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const { sessions, engineIn } = createScriptedEngines(ear);
  const engine = createRenewingEngine({
    engineIn,
    logger,
    settings: { callerSilenceMs: Infinity, ...settings },
    clock,
    every,
    random: () => 1,
  });
  const history: HistoryMessage[] = [];
  const known: { -readonly [Part in keyof Recollection]?: Recollection[Part] } = {};
  const recall = (): Recollection => ({
    history: [...history],
    due: history.at(-1)?.role === 'user' ? 'answer' : undefined,
    results: [],
    atWork: [],
    ...known,
  });
  const session = engine.open({ ...OPTIONS, recall, ...options });
  const told: SpeechEvent[] = [];
  const outcome = reads ? collect(session.events, told) : undefined;
  return {
    session,
    sessions,
    /** What the bridge would tell of the talk so far. */
    history,
    /** What it would tell besides, or otherwise. */
    known,
    /** All that the session has told so far. */
    told,
    /** The error by which its events ended, or undefined; pending while they go on. */
    outcome,
    logged,
    /** How many things the engine's timer looks after. */
    timers: () => steps.size,
    nowMs: () => nowMs,
    /** The newest session of the model. */
    newest: () => sessions[sessions.length - 1] as ScriptedSession,
    settle,
    /** Lets time go on in the engine's own steps. */
    async pass(ms: number) {
      for (const end = nowMs + ms; nowMs < end;) {
        nowMs += Math.min(100, end - nowMs);
        steps.forEach((step) => step());
        await settle();
      }
    },
  };
}
export type RenewalRig = ReturnType<typeof createRenewalRig>;

/** Until all that was told has reached its reader. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

async function collect(events: AsyncIterable<SpeechEvent>, into: SpeechEvent[]): Promise<unknown> {
  try {
    for await (const event of events) into.push(event);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** A stretch of the caller's line, at this level throughout: 2000 is a voice, 0 to 300 is quiet. */
export const sound = (ms: number, level: number) =>
  new Int16Array((ms * RATE_HZ) / 1000).fill(level);

export const REPLY: readonly SpeechEvent[] = [
  { type: 'reply-text', stage: 'speculative', text: 'Ten dollars.' },
  { type: 'reply-audio', pcm: Int16Array.of(1, 2) },
  { type: 'reply-audio-ended' },
  { type: 'reply-ended' },
];
