import { AsyncQueue } from '@patchbay/platform';
import type { SpeechEvent } from '../speech-event';
import type { SpeechEngine, SpeechSession, SpeechSessionOptions } from '../speech-session';

/** A session of the model whose events a test writes, and which shows what it was given. */
export interface ScriptedSession extends SpeechSession {
  readonly region: string;
  readonly options: SpeechSessionOptions;
  readonly heard: Int16Array[];
  readonly texts: string[];
  readonly toolResults: { readonly toolUseId: string; readonly result: unknown }[];
  readonly closed: boolean;
  /** Goes on telling after it was closed, until it is ended. */
  lingers: boolean;
  tell(...events: readonly SpeechEvent[]): void;
  fail(error: Error): void;
  /** Ends as the model would by itself, without an error. */
  end(): void;
}

/** What makes a model of a session: it may tell something when it hears something. */
export type Ear = (session: ScriptedSession) => (pcm: Int16Array) => void;

/** Speech engines of every Region, whose sessions stand in `sessions` in the order of opening. */
export function createScriptedEngines(ear: Ear = () => () => undefined) {
  const sessions: ScriptedSession[] = [];
  const engineIn = (region: string): SpeechEngine => ({
    open(options) {
      const session = createSession(region, options, ear);
      sessions.push(session);
      return session;
    },
  });
  return { sessions, engineIn };
}

function createSession(region: string, options: SpeechSessionOptions, ear: Ear): ScriptedSession {
  const events = new AsyncQueue<SpeechEvent>();
  const state = { closed: false };
  const session = {
    region,
    options,
    events,
    lingers: false,
    heard: [] as Int16Array[],
    texts: [] as string[],
    toolResults: [] as { toolUseId: string; result: unknown }[],
    sendAudio: (pcm: Int16Array) => {
      session.heard.push(pcm);
      hear(pcm);
    },
    sendText: (text: string) => void session.texts.push(text),
    sendToolResult: (toolUseId: string, result: unknown) =>
      void session.toolResults.push({ toolUseId, result }),
    tell: (...told: readonly SpeechEvent[]) => told.forEach((event) => events.push(event)),
    fail: (error: Error) => events.fail(error),
    end: () => events.end(),
    close: async () => {
      state.closed = true;
      if (!session.lingers) events.end();
    },
    get closed() {
      return state.closed;
    },
  };
  const hear = ear(session);
  return session;
}
