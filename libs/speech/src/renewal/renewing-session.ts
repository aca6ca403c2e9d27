import type { HistoryMessage, SpeechSession, SpeechSessionOptions } from '../speech-session';
import type { SpeechTarget } from './target-rotation';

/** What a session of the model must know that takes a talk. */
export interface Recollection {
  /**
   * What was said so far, oldest first: the caller's words, and of the bot's those that the caller
   * was played or will be.
   */
  readonly history: readonly HistoryMessage[];
  /**
   * What the caller waits for: an answer to the words with which `history` ends, or the rest of one
   * that was cut off there.
   */
  readonly due?: 'answer' | 'rest' | undefined;
  /** What came of tools that the model has not spoken of: it is told, whatever is due. */
  readonly results: readonly (NamedToolUse & { readonly result: unknown })[];
  /** Tools that work: each result comes by `sendToolResult`, whichever session asked for it. */
  readonly atWork: readonly NamedToolUse[];
}

export interface NamedToolUse {
  readonly toolUseId: string;
  readonly name: string;
}

/** How a session is opened that outlives the model's own. */
export interface RenewingSessionOptions extends Omit<SpeechSessionOptions, 'modelId' | 'history'> {
  /** In the order of preference; another one is taken when one is down. */
  readonly targets: readonly [SpeechTarget, ...SpeechTarget[]];
  /** How the talk stands. Asked each time that a session of the model is opened. */
  readonly recall: () => Recollection;
  /** The talk began elsewhere, and so much of the caller's sound is there already: it comes first. */
  readonly backlogMs?: number;
  /** Names the call in the log. */
  readonly contactId: string;
}

/** A session without an end of its own. */
export interface RenewingSession extends SpeechSession {
  /**
   * Goes on in a new session of the model at once, which knows what `recall` then tells: for a
   * model that believes to have said what the caller never heard. What the old session has said or
   * asked for beyond what was taken from `events` is dropped without a `reply-lost`: whoever reopens
   * has dropped the reply. Speech that the model has not understood yet is heard again.
   */
  reopen(): void;
  /**
   * Length of the newest sound that may hold words of the caller which the model has not told yet,
   * in milliseconds, with their onset: somebody else who goes on with the talk has to hear it.
   */
  readonly notUnderstoodMs: number;
}
