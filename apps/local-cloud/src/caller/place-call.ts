/** Progress of a simulated call, as it happens; times are milliseconds since the call was placed. */
export type CallProgress =
  | { readonly type: 'ringing'; readonly atMs: number; readonly contactId: string }
  /** Something the user should know, such as a file that was converted. */
  | { readonly type: 'note'; readonly atMs: number; readonly text: string }
  | { readonly type: 'flow-action'; readonly atMs: number; readonly action: string }
  | { readonly type: 'caller-speaks'; readonly atMs: number; readonly text: string }
  | { readonly type: 'caller-murmurs'; readonly atMs: number }
  | { readonly type: 'caller-silent'; readonly atMs: number }
  | { readonly type: 'caller-presses'; readonly atMs: number; readonly keys: number }
  | {
      readonly type: 'prompt';
      readonly atMs: number;
      readonly uri: string;
      readonly durationMs: number;
      /** From the end of the caller's last words to the first sound of this prompt, if it is the first since. */
      readonly heardAfterMs?: number;
    }
  | {
      readonly type: 'queue';
      readonly atMs: number;
      readonly queueArn: string;
      /** The contact's attributes at the moment it entered the queue. */
      readonly attributes: Readonly<Record<string, string>>;
    }
  | { readonly type: 'hangup'; readonly atMs: number }
  | {
      readonly type: 'ended';
      readonly atMs: number;
      readonly outcome: 'transfer' | 'end' | 'hangup' | 'error';
      /** What the caller heard, as a WAV file. */
      readonly heardWav: string;
      /** Ways in which the call differed from its scenario; empty when all went as written. */
      readonly problems: readonly string[];
    };

type WithoutTime<T> = T extends unknown ? Omit<T, 'atMs'> : never;

/** Progress before it is put in time. */
export type CallNews = WithoutTime<CallProgress>;
