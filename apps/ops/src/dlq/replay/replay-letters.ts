import { existsSync } from 'node:fs';
import { continueBackup, createBackup } from '../letters/backup-file';
import { walkLetters } from '../letters/walk-letters';
import { LetterReplay } from './letter-replay';
import type { ReplayCounts, ReplayOptions, ReplayParts } from './replay-options';

/** With a rate, few hold letters while they wait for their turn. */
const PACED_WORKERS = 1;

/**
 * Moves chosen letters back to their source queue. Each is written to the backup, sent, journaled
 * and only then removed; a letter that the journal has as sent is removed and not sent again. So a
 * run that is killed anywhere loses none, and doubles none but those whose sending SQS confirmed in
 * the instant of the kill: for them, consumers tell events by their ids.
 */
export async function replayLetters(
  options: ReplayOptions,
  parts: ReplayParts,
): Promise<ReplayCounts> {
  const { journal, clock, deadLetters } = parts;
  const backup = existsSync(journal.backupPath)
    ? continueBackup(journal.backupPath)
    : createBackup(journal.backupPath, options.queue, clock.nowMs());
  try {
    const replay = new LetterReplay(options, parts, backup);
    await replay.settleKilledRun();
    const walk = {
      holdS: options.holdS,
      signal: AbortSignal.any([options.signal, replay.isFull]),
      ...(options.rate !== undefined && { workers: PACED_WORKERS }),
      // What a killed run received last is in nobody's journal; it shows when its time is over.
      waitForHeldMs: journal.isResumed ? options.holdS * 1000 : 0,
    };
    await walkLetters(deadLetters, walk, (letters) => replay.visit(letters));
    return replay.counts();
  } finally {
    backup.close();
  }
}
