/**
 * Seconds for which letters are held. They are released as soon as a command ends or is
 * interrupted; only if it is killed do they stay hidden for so long.
 */
export const HOLD_S = {
  /** For a few letters. */
  look: 30,
  /** For a whole queue: longer than it takes to meet its letters. */
  walk: 300,
  /** For a replay, which removes letters within a second of their receive. */
  replay: 120,
};
