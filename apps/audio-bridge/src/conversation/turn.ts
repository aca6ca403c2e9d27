import type { StoredTurn } from '@patchbay/contracts';

/** A stretch of a reply's sound, ready to be played. */
export interface ReplyPart {
  /** Index of the segment (the model's sentence or two) that it belongs to. */
  readonly segment: number;
  readonly audioKey: string;
  readonly durationMs: number;
  /** Keys are asked for while it plays: so many at most, the first within so many seconds. */
  readonly collect?: { readonly maxDigits: number; readonly timeoutS: number } | undefined;
  /** Cursor of the answer that handed it to the flow; absent while it waits. */
  cursor?: number | undefined;
  /** The flow came back after it: the caller was played it to its end. */
  played: boolean;
  /** It will never be played: the caller spoke over the reply, or was gone. */
  dropped?: boolean | undefined;
}

/** A sound as it comes from its maker, before it has a place in a turn. */
export type StoredPart = Pick<ReplyPart, 'audioKey' | 'durationMs' | 'collect'>;

/** What the model says in one go: its text comes first, its sound follows. */
export interface ReplySegment {
  readonly text: string;
  soundComplete: boolean;
}

/** The caller speaks, the bot answers. A turn that the bot opens has no caller text. */
export interface Turn {
  readonly startedAtMs: number;
  endedAtMs: number;
  readonly callerTexts: string[];
  readonly segments: ReplySegment[];
  readonly parts: ReplyPart[];
  readonly tools: StoredTurn['tools'];
  transfer?: StoredTurn['transfer'] | undefined;
  replyEnded: boolean;
  interrupted: boolean;
}

export function newTurn(nowMs: number): Turn {
  return {
    startedAtMs: nowMs,
    endedAtMs: nowMs,
    callerTexts: [],
    segments: [],
    parts: [],
    tools: [],
    replyEnded: false,
    interrupted: false,
  };
}

/** Nothing of the turn is still to come: its reply is over, and each part was played or dropped. */
export function isTurnOver(turn: Turn): boolean {
  return turn.replyEnded && turn.parts.every((part) => part.played || part.dropped);
}

/** Whether the part waits to be handed to the flow. */
export function isWaiting(part: ReplyPart): boolean {
  return part.cursor === undefined && !part.dropped;
}
