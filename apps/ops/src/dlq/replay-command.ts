import type { Command } from 'commander';
import type { DlqDependencies, Output } from './dlq-dependencies';
import { parseCount, parseDurationMs, parseHoldS } from './duration';
import { groupLetters } from './group-letters';
import { HOLD_S } from './hold';
import { checkUninterrupted } from './interruption';
import { describeGroup } from './letters/letter-groups';
import type { LetterFilter } from './letters/letter-filter';
import { sourceQueue } from './queue-names';
import { checkFinished, describeReplay, replayQueue } from './replay-queue';

const EXAMPLES = `
Without --yes nothing is changed. Every message is backed up on this machine before it is sent.
A replay that was interrupted or killed goes on when the same command is given again.

Examples:
  patchbay dlq replay notifications
  patchbay dlq replay notifications --yes --type TransferRequested --newer-than 2d --rate 20
  patchbay dlq replay transcripts --yes --error MissingTurnError --limit 100`;

interface Flags extends LetterFilter {
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly rate?: number;
  readonly limit?: number;
  readonly hold: number;
}

/** `patchbay dlq replay` */
export function addReplayCommand(
  group: Command,
  connect: () => DlqDependencies,
  output: Output,
): void {
  group
    .command('replay <queue>')
    .description('sends dead letters back to their source queue; a dry run unless --yes is given')
    .option('--yes', 'do it')
    .option('--type <eventType>', 'only this type of event')
    .option('--error <errorName>', 'only what failed with this error')
    .option(
      '--older-than <age>',
      'only what was first sent longer ago: 90s, 15m, 2h, 3d',
      parseDurationMs,
    )
    .option('--newer-than <age>', 'only what was first sent within this time', parseDurationMs)
    .option('--rate <perSecond>', 'messages per second; as fast as it goes if absent', parseCount)
    .option('--limit <count>', 'messages in all', parseCount)
    .option(
      '--hold <seconds>',
      'how long letters stay hidden if this is killed',
      parseHoldS,
      HOLD_S.replay,
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (name, flags) => {
      const queue = sourceQueue(name);
      await (flags.yes ? replay : showPlan)(queue, toFlags(flags), connect(), output);
    });
}

/** Commander names options by their words; ours carry units. */
const toFlags = ({ olderThan, newerThan, ...flags }: Flags & Ages): Flags => ({
  ...flags,
  olderThanMs: olderThan,
  newerThanMs: newerThan,
});
interface Ages {
  readonly olderThan?: number;
  readonly newerThan?: number;
}

async function replay(queue: string, flags: Flags, parts: DlqDependencies, output: Output) {
  const { rate, limit, hold: holdS, json } = flags;
  const request = { queue, filter: flags, rate, limit, holdS };
  const report = await replayQueue(request, parts, json ? undefined : output.progress);
  (json ? [JSON.stringify(report)] : describeReplay(report)).forEach(output.line);
  checkFinished(report);
}

async function showPlan(queue: string, flags: Flags, parts: DlqDependencies, { line }: Output) {
  const groups = await groupLetters([queue], flags, parts);
  checkUninterrupted(parts);
  const chosen = groups.reduce((sum, { count }) => sum + count, 0);
  const wouldReplay = Math.min(chosen, flags.limit ?? Infinity);
  if (flags.json) return line(JSON.stringify({ queue, dryRun: true, chosen, wouldReplay, groups }));
  groups.map((each) => describeGroup(each, parts.clock.nowMs())).forEach(line);
  line(`Would replay ${wouldReplay} of ${chosen} chosen. Nothing was changed; add --yes to do it.`);
}
