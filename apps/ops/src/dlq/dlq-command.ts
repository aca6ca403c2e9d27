import { Command } from 'commander';
import type { DlqDependencies, Output } from './dlq-dependencies';
import { addBackupCommands } from './backup-commands';
import { addLookCommands } from './look-commands';
import { addReplayCommand } from './replay-command';

const EXAMPLES = `
Queues are named by their source: transcripts means the dead letters of transcripts.

Examples:
  patchbay dlq ls                              how many dead letters each queue has
  patchbay dlq groups transcripts              what they failed with
  patchbay dlq peek transcripts --limit 3      the shape of three, values masked
  patchbay dlq replay transcripts              what a replay would send; changes nothing
  patchbay dlq replay transcripts --yes --error MissingTurnError --rate 50
  patchbay dlq export transcripts letters.ndjson
  patchbay dlq import letters.ndjson transcripts-dlq`;

/** `patchbay dlq ls|peek|groups|export|import|replay` */
export function addDlqCommand(
  program: Command,
  connect: () => DlqDependencies,
  output: Output,
): void {
  const group = program
    .command('dlq')
    .description('Looks at dead letters, backs them up and replays them.')
    .addHelpText('after', EXAMPLES);
  addLookCommands(group, connect, output);
  addBackupCommands(group, connect, output);
  addReplayCommand(group, connect, output);
}
