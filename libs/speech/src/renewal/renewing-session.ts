import type { HistoryMessage, SpeechSession, SpeechSessionOptions } from '../speech-session';
import type { SpeechTarget } from './target-rotation';

/** How a session is opened that outlives the model's own. */
export interface RenewingSessionOptions extends Omit<SpeechSessionOptions, 'modelId' | 'history'> {
  /** In the order of preference; another one is taken when one is down. */
  readonly targets: readonly [SpeechTarget, ...SpeechTarget[]];
  /**
   * What was said so far, oldest first: the caller's words, and of the bot's those that the caller
   * was played or will be. Asked each time that a session of the model is opened.
   */
  readonly history: () => readonly HistoryMessage[];
  /**
   * The talk began elsewhere, and nobody answered the caller's words with which `history` ends:
   * they are put to the model.
   */
  readonly repeatsQuestion?: boolean;
  /** The talk began elsewhere, and so much of the caller's sound is there already: it comes first. */
  readonly backlogMs?: number;
  /** Names the call in the log. */
  readonly contactId: string;
}

/** A session without an end of its own. */
export interface RenewingSession extends SpeechSession {
  /**
   * Goes on in a new session of the model at once, which remembers what `history` then tells: for
   * a model that believes to have said what the caller never heard. What the old session has said
   * or asked for beyond what was taken from `events` is dropped without an `interrupted`: whoever
   * reopens has dropped the reply. Speech that the model has not understood yet is heard again; if
   * `history` ends with the caller's words, they are put to the model again.
   */
  reopen(): void;
  /**
   * Length of the newest sound that may hold words of the caller which the model has not told yet,
   * in milliseconds, with their onset: somebody else who goes on with the talk has to hear it.
   */
  readonly notUnderstoodMs: number;
}
