import type { BatchSender, DeadLetterQueue, FailureLog } from '@patchbay/messaging';
import type { Clock } from '@patchbay/platform';

export interface DlqDependencies {
  /** Both find a queue by its name. @throws UnknownQueueError */
  readonly openDeadLetters: (queueName: string) => Promise<DeadLetterQueue>;
  readonly openSender: (queueName: string) => Promise<BatchSender>;
  readonly failures: FailureLog;
  readonly clock: Clock;
  /** Takes backups and journals; nobody else's eyes. */
  readonly stateDir: string;
  /** Aborts when the operator interrupts the command. */
  readonly interrupted: AbortSignal;
}

/** How a command shows what it does: `line` for people and results, `progress` for a terminal. */
export interface Output {
  readonly line: (line: string) => void;
  /** Undefined where nobody watches, such as in a pipe. */
  readonly progress?: ((title: string, total: number) => ProgressBar) | undefined;
}

export interface ProgressBar {
  advance(count: number): void;
  stop(): void;
}
