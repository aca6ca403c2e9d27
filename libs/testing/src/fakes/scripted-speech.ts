import type {
  SpeechEngine,
  SpeechEvent,
  SpeechSession,
  SpeechSessionOptions,
} from '@patchbay/speech';

/** A session whose events the test writes, and which shows what it was given. */
export interface ScriptedSession extends SpeechSession {
  readonly options: SpeechSessionOptions;
  readonly heard: Int16Array[];
  readonly texts: string[];
  readonly toolResults: { readonly toolUseId: string; readonly result: unknown }[];
  readonly closed: boolean;
  emit(...events: SpeechEvent[]): void;
  /** Ends the session with an error, as a lost connection would. */
  fail(error: Error): void;
}

/** A speech model without a model: every session that it opened, in order. */
export function createScriptedSpeech(): SpeechEngine & { readonly sessions: ScriptedSession[] } {
  const sessions: ScriptedSession[] = [];
  return {
    sessions,
    open(options) {
      const session = createScriptedSession(options);
      sessions.push(session);
      return session;
    },
  };
}

function createScriptedSession(options: SpeechSessionOptions): ScriptedSession {
  const waiting: (SpeechEvent | Error)[] = [];
  let wake: () => void = () => undefined;
  const state = { closed: false };
  const give = (...items: (SpeechEvent | Error)[]) => {
    waiting.push(...items);
    wake();
  };
  async function* events() {
    for (;;) {
      for (let item = waiting.shift(); item; item = waiting.shift()) {
        if (item instanceof Error) throw item;
        yield item;
      }
      if (state.closed) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const session = {
    options,
    heard: [] as Int16Array[],
    texts: [] as string[],
    toolResults: [] as { toolUseId: string; result: unknown }[],
    events: events(),
    emit: give,
    fail: give,
    sendAudio: (pcm: Int16Array) => void session.heard.push(pcm),
    sendText: (text: string) => void session.texts.push(text),
    sendToolResult: (toolUseId: string, result: unknown) =>
      void session.toolResults.push({ toolUseId, result }),
    close: async () => {
      state.closed = true;
      wake();
    },
    get closed() {
      return state.closed;
    },
  };
  return session;
}
