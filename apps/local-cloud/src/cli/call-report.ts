import type { HeardTurn } from '../caller/heard-turns';

/** A turn as the report and the terminal show it. */
export interface TurnView {
  /** What was understood; empty when the bot opened the turn. */
  readonly caller: string;
  readonly bot: string;
  /** From the end of the caller's words to the first sound of the answer; null when nothing was asked. */
  readonly heardAfterMs: number | null;
  readonly interrupted: boolean;
  /** What the bot did in it. */
  readonly tools: readonly { readonly name: string; readonly outcome: string }[];
}

/** The result of one call. */
export interface CallReport {
  readonly contactId: string;
  readonly outcome: 'transfer' | 'end' | 'hangup' | 'error';
  readonly turns: readonly TurnView[];
  readonly transcriptUri: string | null;
  /** A copy of the transcript on this machine. */
  readonly transcriptFile: string | null;
  readonly notifications: readonly { readonly channel: string; readonly status: string }[];
  readonly heardWav: string;
  /** How long the whole took, the aftermath included. */
  readonly seconds: number;
  /** From the end of the contact to the call's last event on the bus. */
  readonly closedAfterMs: number | null;
  /** Ways in which the call did not go as its scenario says; empty when all is well. */
  readonly problems: readonly string[];
}

export interface PlaceOptions {
  readonly speed: number;
  /** No other call is up, so that every queue must be empty in the end. */
  readonly alone: boolean;
}

/** The facts of a call that has ended. */
export interface EndedCall {
  readonly contactId: string;
  readonly outcome: CallReport['outcome'];
  readonly heardWav: string;
  readonly problems: readonly string[];
}

/** A turn for people to read. */
export const viewTurn = ({ stored, heardAfterMs }: HeardTurn): TurnView => ({
  caller: stored.caller?.text ?? '',
  bot: stored.bot.text,
  heardAfterMs: stored.caller ? (heardAfterMs ?? null) : null,
  interrupted: stored.interrupted,
  tools: stored.tools,
});
