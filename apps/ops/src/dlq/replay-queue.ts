import { deadLetterQueue } from '@patchbay/infra';
import { UnfinishedError } from '../errors';
import type { DlqDependencies, Output } from './dlq-dependencies';
import { openJournal, replayFolder } from './replay/journal';
import { replayLetters } from './replay/replay-letters';
import type { ReplayCounts, ReplayOptions } from './replay/replay-options';

export interface ReplayReport extends ReplayCounts {
  readonly queue: string;
  readonly dryRun: false;
  /** It went on with a replay that had been cut short. */
  readonly resumed: boolean;
  /** False when the same command has to be given again. */
  readonly finished: boolean;
  /** Every letter that was sent, whole. */
  readonly backup: string;
  readonly seconds: number;
}

/** Replays a queue's dead letters, or goes on with a replay that was cut short. */
export async function replayQueue(
  request: Omit<ReplayOptions, 'signal' | 'onReplayed'>,
  parts: DlqDependencies,
  progress: Output['progress'],
): Promise<ReplayReport> {
  const { queue, limit = Infinity } = request;
  const deadLetters = await parts.openDeadLetters(deadLetterQueue(queue));
  const source = await parts.openSender(queue);
  const journal = openJournal(
    replayFolder(parts.stateDir, deadLetters.address),
    parts.clock.nowMs(),
  );
  const { visible } = await deadLetters.count();
  const bar = progress?.(`Replaying ${queue}`, Math.min(visible, limit));
  const startedMs = parts.clock.monotonicMs();
  try {
    const counts = await replayLetters(
      {
        ...request,
        signal: parts.interrupted,
        onReplayed: (count) => bar?.advance(count),
      },
      { ...parts, deadLetters, source, journal },
    );
    const finished = !parts.interrupted.aborted && counts.failed === 0;
    if (finished) journal.write({ finished: new Date(parts.clock.nowMs()).toISOString() });
    const { isResumed: resumed, backupPath: backup } = journal;
    const seconds = (parts.clock.monotonicMs() - startedMs) / 1000;
    return { queue, dryRun: false, resumed, finished, ...counts, backup, seconds };
  } finally {
    bar?.stop();
    journal.close();
  }
}

/** A replay for people. */
export const describeReplay = (report: ReplayReport): string[] => [
  `${report.queue}: ${report.replayed} replayed, ${report.left} left on the dead-letter queue.`,
  ...(report.resumed
    ? [`It went on where it had stopped: ${report.alreadySent} had been sent and not removed.`]
    : []),
  ...(report.repeatFailures > 0
    ? [`${report.repeatFailures} came back: they failed again. "patchbay dlq groups" says why.`]
    : []),
  `Backup, unmasked: ${report.backup}`,
];

/** @throws UnfinishedError unless all that was chosen is on its way */
export function checkFinished({ finished, failed, replayed }: ReplayReport): void {
  if (finished) return;
  const why = failed > 0 ? `SQS refused ${failed}` : 'interrupted';
  throw new UnfinishedError(
    `Not finished (${why}, ${replayed} replayed): give the same command again to go on.`,
  );
}
