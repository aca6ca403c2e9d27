import type { DlqDependencies } from './dlq-dependencies';
import { checkBackup, readBackup, type BackedUpLetter } from './letters/backup-file';

export interface ImportCounts {
  readonly sent: number;
  /** Refused by SQS one by one. */
  readonly refused: number;
}

/** Letters sent by one call: some parallel batches. */
const CHUNK = 80;

/**
 * Puts every letter of a backup on a queue, as new messages. The whole file is read before the
 * first is sent: a file that cannot be used changes nothing.
 * @throws BadInputError naming the line that cannot be used
 */
export async function importLetters(
  path: string,
  queueName: string,
  parts: DlqDependencies,
): Promise<ImportCounts> {
  await checkBackup(path);
  const sender = await parts.openSender(queueName);
  const counts = { sent: 0, refused: 0 };
  for await (const letters of chunksOf(readBackup(path))) {
    if (parts.interrupted.aborted) break;
    const newIds = await sender.sendAll(letters);
    const sent = newIds.filter((id) => id !== undefined).length;
    counts.sent += sent;
    counts.refused += letters.length - sent;
  }
  return counts;
}

async function* chunksOf(letters: AsyncIterable<BackedUpLetter>): AsyncGenerator<BackedUpLetter[]> {
  let chunk: BackedUpLetter[] = [];
  for await (const letter of letters) {
    chunk.push(letter);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
