import { unlinkSync } from 'node:fs';
import { deadLetterQueue } from '@patchbay/infra';
import type { DlqDependencies } from './dlq-dependencies';
import { HOLD_S } from './hold';
import { checkUninterrupted } from './interruption';
import { createBackup } from './letters/backup-file';
import { walkLetters } from './letters/walk-letters';

/**
 * Copies every letter of a queue, whole, to a new file; the letters stay on their queue. Half a
 * backup is none: when it is interrupted or fails, the file goes.
 * @returns how many there are in the file
 * @throws BadInputError when the file is there already
 */
export async function exportLetters(
  queue: string,
  path: string,
  parts: DlqDependencies,
): Promise<number> {
  const deadLetters = await parts.openDeadLetters(deadLetterQueue(queue));
  const backup = createBackup(path, queue, parts.clock.nowMs());
  const options = { holdS: HOLD_S.walk, signal: parts.interrupted };
  let count = 0;
  try {
    await walkLetters(deadLetters, options, async (letters) => {
      backup.append(letters);
      count += letters.length;
    });
    backup.close();
    checkUninterrupted(parts);
    return count;
  } catch (error) {
    unlinkSync(path);
    throw error;
  }
}
