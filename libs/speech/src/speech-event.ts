/** Tokens of one direction; a provider's bill is by them. */
export interface Tokens {
  readonly speechTokens: number;
  readonly textTokens: number;
}

/** What a speech session tells. Text of the bot is `speculative` before its sound and `final` after. */
export type SpeechEvent =
  | { readonly type: 'caller-text'; readonly text: string }
  | { readonly type: 'reply-text'; readonly stage: 'speculative' | 'final'; readonly text: string }
  /** PCM16 mono at the session's output rate, faster than real time. */
  | { readonly type: 'reply-audio'; readonly pcm: Int16Array }
  | { readonly type: 'reply-audio-ended' }
  /** The model has said all that it had to say for now; once a reply, after its last sound. */
  | { readonly type: 'reply-ended' }
  /** The caller spoke over the reply; what was not played is void. */
  | { readonly type: 'interrupted' }
  /** The session is gone in the middle of the reply: nothing more of it comes. */
  | { readonly type: 'reply-lost' }
  | {
      readonly type: 'tool-use';
      readonly toolUseId: string;
      readonly name: string;
      /** The model's input as it wrote it: JSON text, to be parsed with distrust. */
      readonly input: string;
    }
  /** What was used since the last such event. */
  | { readonly type: 'usage'; readonly input: Tokens; readonly output: Tokens }
  /** The talk goes on in another session of the model, which was given the history. */
  | { readonly type: 'session-renewed'; readonly reason: RenewalReason };

/**
 * `age`: the old session neared its limit. `lost`: it broke. `reopened`: its user asked for it, so
 * that the model remembers what was really heard.
 */
export type RenewalReason = 'age' | 'lost' | 'reopened';
