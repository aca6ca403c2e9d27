import type { SpeechEvent } from '../speech-event';
import type { RenewalSettings } from './renewal-settings';

/** What is to be done about the session that carries the talk. */
export type RenewalStep = 'stay' | 'prepare' | 'promote' | 'abandon' | 'replace';

/** A model that has heard the caller, or speaks, and says nothing for so long, will not go on. */
const ANSWER_PATIENCE_MS = 10_000;
/** The caller has made a sound; the model may still make nothing of it. */
const SOUND_PATIENCE_MS = 5_000;
/** After a next session that failed or came at the wrong time. */
const NEXT_TRY_AFTER_MS = 5_000;

type Handlers = {
  [Type in SpeechEvent['type']]: (
    event: Extract<SpeechEvent, { type: Type }>,
    nowMs: number,
  ) => void;
};

/**
 * When a session is to be renewed, as a state machine over what happens in the talk. It is quiet
 * when nobody speaks, no answer is due and no tool is at work. At a quiet moment the next session
 * is prepared; if it is still quiet when that has settled it takes over, else it is given up and
 * the next quiet moment is waited for. Holds no timers.
 */
export class RenewalState {
  readonly #settings: RenewalSettings;
  readonly #tools = new Set<string>();
  #openedMs = 0;
  #lastCallerMs = 0;
  #notBeforeMs = 0;
  #busyUntilMs = 0;
  #replying = false;
  #answerDue = false;
  #prepared: { readonly sinceMs: number; disturbed: boolean } | undefined;

  constructor(settings: RenewalSettings) {
    this.#settings = settings;
  }

  get isReplyUnderWay(): boolean {
    return this.#replying;
  }

  /** The model was asked something, and has not yet had time enough to leave it unanswered. */
  isAnswerDue(nowMs: number): boolean {
    return this.#answerDue && nowMs < this.#busyUntilMs;
  }

  /** A session carries the talk from now on. */
  opened(nowMs: number): void {
    this.#openedMs = this.#lastCallerMs = nowMs;
    this.#prepared = undefined;
    // It waits for none of those that another one asked for.
    this.#tools.clear();
  }

  prepared(nowMs: number): void {
    this.#prepared = { sinceMs: nowMs, disturbed: false };
  }

  /** The next session failed, or was given up. */
  unprepared(nowMs: number): void {
    this.#prepared = undefined;
    this.#notBeforeMs = nowMs + NEXT_TRY_AFTER_MS;
  }

  told(event: SpeechEvent, nowMs: number): void {
    (this.#handlers[event.type] as (event: SpeechEvent, nowMs: number) => void)(event, nowMs);
  }

  /** Sound that may be the caller's voice. */
  callerSounds(nowMs: number): void {
    this.#lastCallerMs = nowMs;
    this.#busyUntilMs = Math.max(this.#busyUntilMs, nowMs + SOUND_PATIENCE_MS);
  }

  /** The model was asked something, by a text or a tool's result. */
  asked(nowMs: number): void {
    this.#answerDue = true;
    this.#isBusy(nowMs, ANSWER_PATIENCE_MS);
  }

  toolAnswered(toolUseId: string, nowMs: number): void {
    if (this.#tools.delete(toolUseId)) this.asked(nowMs);
  }

  /** Nobody was told of a tool call, so no result of it will come. */
  toolDropped(toolUseId: string): void {
    this.#tools.delete(toolUseId);
  }

  /** The reply that was under way comes to nothing; the answer is still due. */
  replyCut(): void {
    this.#replying = false;
  }

  next(nowMs: number): RenewalStep {
    if (this.#prepared?.disturbed) return 'abandon';
    if (this.#prepared) {
      return nowMs - this.#prepared.sinceMs < this.#settings.settleMs ? 'stay' : 'promote';
    }
    if (nowMs - this.#openedMs >= this.#settings.hardLimitMs) return 'replace';
    return this.#isDue(nowMs) && this.#isQuiet(nowMs) ? 'prepare' : 'stay';
  }

  #isDue(nowMs: number): boolean {
    if (nowMs < this.#notBeforeMs) return false;
    const { renewAfterMs, callerSilenceMs } = this.#settings;
    return nowMs - this.#openedMs >= renewAfterMs || nowMs - this.#lastCallerMs >= callerSilenceMs;
  }

  #isQuiet(nowMs: number): boolean {
    return this.#tools.size === 0 && nowMs >= this.#busyUntilMs;
  }

  readonly #handlers: Handlers = {
    'caller-text': (_, nowMs) => {
      this.#lastCallerMs = nowMs;
      this.asked(nowMs);
    },
    // The final text only repeats what was said, after its sound.
    'reply-text': ({ stage }, nowMs) => (stage === 'final' ? undefined : this.#speaks(nowMs)),
    'reply-audio': (_, nowMs) => this.#speaks(nowMs),
    'reply-audio-ended': (_, nowMs) => this.#isBusy(nowMs, ANSWER_PATIENCE_MS),
    'reply-ended': (_, nowMs) => this.#falls(nowMs, 0),
    // The caller's words will come as text.
    interrupted: (_, nowMs) => this.#falls(nowMs, SOUND_PATIENCE_MS),
    // Told by nobody's model.
    'reply-lost': () => undefined,
    'tool-use': ({ toolUseId }, nowMs) => {
      this.#tools.add(toolUseId);
      this.#isBusy(nowMs, 0);
    },
    usage: () => undefined,
    'session-renewed': () => undefined,
  };

  #speaks(nowMs: number): void {
    this.#replying = true;
    this.#isBusy(nowMs, ANSWER_PATIENCE_MS);
  }

  #falls(nowMs: number, patienceMs: number): void {
    this.#replying = this.#answerDue = false;
    this.#isBusy(nowMs, patienceMs);
  }

  #isBusy(nowMs: number, patienceMs: number): void {
    this.#busyUntilMs = nowMs + patienceMs;
    if (this.#prepared) this.#prepared.disturbed = true;
  }
}
