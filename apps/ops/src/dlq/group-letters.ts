import { deadLetterQueue } from '@patchbay/infra';
import type { DlqDependencies } from './dlq-dependencies';
import { HOLD_S } from './hold';
import { explainLetters } from './letters/explain-letters';
import { isChosen, type LetterFilter } from './letters/letter-filter';
import { LetterGroups, type LetterGroup } from './letters/letter-groups';
import { walkLetters } from './letters/walk-letters';
import { replayedIds, replayFolder } from './replay/journal';

/** Counts the chosen letters of the queues by error and type; nothing changes on the queues. */
export async function groupLetters(
  queues: readonly string[],
  filter: LetterFilter,
  parts: DlqDependencies,
): Promise<LetterGroup[]> {
  const groups = new LetterGroups();
  for (const queue of queues) {
    const deadLetters = await parts.openDeadLetters(deadLetterQueue(queue));
    const replayed = replayedIds(replayFolder(parts.stateDir, deadLetters.address));
    const options = { holdS: HOLD_S.walk, signal: parts.interrupted };
    await walkLetters(deadLetters, options, async (letters) => {
      for (const letter of await explainLetters(letters, queue, parts.failures)) {
        if (!isChosen(letter, filter, parts.clock.nowMs())) continue;
        groups.add(queue, letter, replayed.has(letter.messageId));
      }
    });
  }
  return groups.list();
}
