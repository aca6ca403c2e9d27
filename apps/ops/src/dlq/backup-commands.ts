import type { Command } from 'commander';
import { UnfinishedError } from '../errors';
import type { DlqDependencies, Output } from './dlq-dependencies';
import { exportLetters } from './export-letters';
import { importLetters } from './import-letters';
import { anyQueue, sourceQueue } from './queue-names';

/** Copies of dead letters on disk, and their way back. */
export function addBackupCommands(
  group: Command,
  connect: () => DlqDependencies,
  { line }: Output,
): void {
  group
    .command('export <queue> <file>')
    .description('copies all dead letters of a queue, unmasked, to a new file; they stay there too')
    .option('--json', 'print one JSON object')
    .action(async (name, file, { json }) => {
      const queue = sourceQueue(name);
      const count = await exportLetters(queue, file, connect());
      line(
        json
          ? JSON.stringify({ queue, file, count })
          : `${count} dead letters of ${queue} are in ${file}: whole messages, unmasked. Keep it private.`,
      );
    });

  group
    .command('import <file> <queue>')
    .description('puts the messages of a backup on a queue: transcripts-dlq, or transcripts itself')
    .option('--json', 'print one JSON object')
    .action(async (file, name, { json }) => {
      const queue = anyQueue(name);
      const parts = connect();
      const counts = await importLetters(file, queue, parts);
      line(
        json
          ? JSON.stringify({ queue, file, ...counts })
          : `${counts.sent} messages of ${file} are on ${queue}.`,
      );
      if (counts.refused > 0) throw new UnfinishedError(`SQS refused ${counts.refused} messages.`);
      if (parts.interrupted.aborted) throw new UnfinishedError('Interrupted before the last one.');
    });
}
