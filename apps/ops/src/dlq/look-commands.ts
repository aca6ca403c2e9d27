import type { Command } from 'commander';
import type { DlqDependencies, Output } from './dlq-dependencies';
import { parseCount } from './duration';
import { groupLetters } from './group-letters';
import { checkUninterrupted } from './interruption';
import { describeGroup } from './letters/letter-groups';
import { describeQueue, queueStatus, type QueueStatus } from './list-queues';
import { describeLetter, peekLetters } from './peek-letters';
import { SOURCE_QUEUES, sourceQueue } from './queue-names';

const DEFAULT_PEEK = 10;

/** The commands that change nothing: what they look at is visible again when they end. */
export function addLookCommands(
  group: Command,
  connect: () => DlqDependencies,
  { line }: Output,
): void {
  const show = (json: boolean | undefined, result: object, lines: readonly string[]) =>
    (json ? [JSON.stringify(result)] : lines).forEach(line);

  group
    .command('ls')
    .description('shows for every queue how many dead letters it has, and how old the oldest is')
    .option('--json', 'print one JSON object')
    .action(async ({ json }) => {
      const parts = connect();
      const queues: QueueStatus[] = [];
      for (const queue of SOURCE_QUEUES) queues.push(await queueStatus(queue, parts));
      checkUninterrupted(parts);
      show(json, { queues }, queues.map(describeQueue));
    });

  group
    .command('peek <queue>')
    .description('shows the shape of some dead letters: names, but no values')
    .option('--limit <count>', 'how many', parseCount, DEFAULT_PEEK)
    .option('--json', 'print one JSON object')
    .action(async (name, { limit, json }) => {
      const queue = sourceQueue(name);
      const parts = connect();
      const letters = await peekLetters(queue, limit, parts);
      checkUninterrupted(parts);
      const lines = letters.map(describeLetter);
      show(json, { queue, letters }, lines.length > 0 ? lines : [`${queue}: no dead letters`]);
    });

  group
    .command('groups [queue]')
    .description('counts dead letters by the error that they failed with and their type of event')
    .option('--json', 'print one JSON object')
    .action(async (name, { json }) => {
      const queues = name === undefined ? SOURCE_QUEUES : [sourceQueue(name)];
      const parts = connect();
      const groups = await groupLetters(queues, {}, parts);
      checkUninterrupted(parts);
      const lines = groups.map((each) => describeGroup(each, parts.clock.nowMs()));
      show(json, { groups }, lines.length > 0 ? lines : ['No dead letters.']);
    });
}
