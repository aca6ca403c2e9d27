import type { Caller } from './caller';

/**
 * After this much quiet a caller takes it that the bot has finished. Longer than the seam between
 * two parts of a reply (a Lambda and a prompt start, some 0.4 s), even on a busy machine.
 */
export const TURN_QUIET_MS = 1500;

/** How long a caller waits for the bot before giving up on it. */
export const PATIENCE_MS = 30_000;

/**
 * Waits until the bot has answered the caller's last words and has then been quiet for a while.
 * A bot that does not answer is complained of, and then it is the caller's turn too.
 * @returns false when the line was cut
 */
export async function turnComes(caller: Caller, quietMs = TURN_QUIET_MS): Promise<boolean> {
  const { line } = caller;
  return waitFor(caller, () => line.turns.quietForMs(line.nowMs()) >= quietMs);
}

/** Waits until the bot's answer has sounded for that long. @returns false when the line was cut */
export async function botHasAnsweredFor(caller: Caller, durationMs: number): Promise<boolean> {
  const { line } = caller;
  const atLeastMs = Math.max(1, durationMs);
  return waitFor(caller, () => line.turns.answeringForMs(line.nowMs()) >= atLeastMs);
}

async function waitFor(caller: Caller, holds: () => boolean): Promise<boolean> {
  if (await caller.line.until(holds, PATIENCE_MS)) return true;
  if (caller.line.closed.aborted) return false;
  caller.complain('the bot did not answer');
  return true;
}
