import type { Caller } from './caller';

/**
 * After this much quiet a caller takes it that the bot has finished. Longer than the seam between
 * two parts of a reply (a Lambda and a prompt start, some 0.4 s), even on a busy machine.
 */
export const TURN_QUIET_MS = 1500;

/**
 * A busy machine may take so long for that seam, by the clock of life: the services do not run faster
 * with the line.
 */
export const SEAM_LIMIT_MS = 1000;

/** How long a caller waits for the bot before giving up on it, by the clock of life. */
export const PATIENCE_MS = 45_000;

/** Quiet on a line of that speed after which the bot has finished. */
const turnQuietMs = (speed: number) => Math.max(TURN_QUIET_MS, SEAM_LIMIT_MS * speed);

/**
 * Waits until the bot has answered the caller's last words and has then been quiet for a while.
 * A bot that does not answer is complained of, and then it is the caller's turn too.
 * @returns false when the line was cut
 */
export async function turnComes(caller: Caller, quietMs?: number): Promise<boolean> {
  const { line } = caller;
  const enoughMs = quietMs ?? turnQuietMs(line.speed);
  return waitFor(caller, () => line.turns.quietForMs(line.nowMs()) >= enoughMs);
}

/** Waits until the bot's answer has sounded for that long. @returns false when the line was cut */
export async function botHasAnsweredFor(caller: Caller, durationMs: number): Promise<boolean> {
  const { line } = caller;
  const atLeastMs = Math.max(1, durationMs);
  return waitFor(caller, () => line.turns.answeringForMs(line.nowMs()) >= atLeastMs);
}

async function waitFor(caller: Caller, holds: () => boolean): Promise<boolean> {
  const { line } = caller;
  if (await line.until(holds, PATIENCE_MS * line.speed)) return true;
  if (line.closed.aborted) return false;
  caller.complain('the bot did not answer');
  return true;
}
