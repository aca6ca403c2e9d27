import { UnfinishedError } from '../errors';
import type { DlqDependencies } from './dlq-dependencies';

/** @throws UnfinishedError when the operator has interrupted the command */
export function checkUninterrupted({ interrupted }: Pick<DlqDependencies, 'interrupted'>): void {
  if (interrupted.aborted) {
    throw new UnfinishedError('Interrupted; what was looked at is visible again.');
  }
}
