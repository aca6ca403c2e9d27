import type { OpenTurn } from '@patchbay/call';

/**
 * Nothing of the reply comes after the sound that is stored, which is played; without any, there
 * was no reply.
 */
export function cutReply(turn: OpenTurn, nowMs: number): void {
  if (turn.replyEnded || turn.segments.length === 0) return;
  if (turn.parts.length === 0) turn.segments.length = 0;
  else Object.assign(turn, { replyEnded: true, interrupted: true, endedAtMs: nowMs });
}

/** The caller has said something, and nobody has begun to answer. */
export const isQuestion = ({ replyEnded, segments, callerTexts }: OpenTurn) =>
  !replyEnded && segments.length === 0 && callerTexts.length > 0;

/** All that was said in it so far is stored, such as a filler: a tool's result may go on with it. */
export const isWhole = ({ segments, parts }: OpenTurn) =>
  parts.length > 0 && segments.every(({ soundComplete }) => soundComplete);

/** A turn of the bot's own that came to nothing is none. */
export const isOfUse = ({ callerTexts, parts, tools, replyEnded }: OpenTurn) =>
  replyEnded || callerTexts.length > 0 || parts.length > 0 || tools.length > 0;
