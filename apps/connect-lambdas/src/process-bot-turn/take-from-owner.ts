import {
  WriteRefusedError,
  type CallChange,
  type CallRecord,
  type CallStore,
} from '@patchbay/call';
import type { CallMessage } from '@patchbay/contracts';
import type { MessageSender } from '@patchbay/messaging';
import { errorName, sleep, type Logger } from '@patchbay/platform';
import { isTooLong, type Absence } from './bot-absence';

/**
 * An owner that was silent for so long, and in two polls, is out of reach, as behind a network that
 * swallows packets: its call is taken from it, whose lease may go on for ever. Longer than the lease
 * of one that died, which SQS announces by itself, and than a busy one stands still: to move its
 * calls would make the others busier.
 */
const OUT_OF_REACH_MS = 5000;

/** A queue in trouble must not cost the flow its answer. */
const ANNOUNCE_LIMIT_MS = 1000;

export interface TakeFromOwnerDependencies {
  readonly calls: Pick<CallStore, 'write'>;
  /** Announces calls to the bridges. */
  readonly callQueue: MessageSender;
  readonly logger: Logger;
}

/**
 * Whether others should have the call, while it is not too late for them.
 * @param isGone the owner's process has ended
 */
export const isLost = (absence: Absence, isGone: boolean, nowMs: number): boolean =>
  (isGone || isOutOfReach(absence, nowMs)) && !isTooLong(absence, nowMs);

const isOutOfReach = ({ ownerSilentSinceMs }: Absence, nowMs: number) =>
  nowMs - (ownerSilentSinceMs ?? nowMs) >= OUT_OF_REACH_MS;

/**
 * Takes a call from an owner that is gone or cannot be reached, and announces it to the others. The
 * epoch is raised, so the owner can write nothing more, and the loss is counted. The record names who
 * could not be reached: that bridge leaves the call to others for a while.
 *
 * When the call cannot be announced, its old message is: the owner lets go of it as soon as it
 * finds that it may write no more.
 */
export async function takeFromOwner(
  record: CallRecord,
  absence: Absence,
  isGone: boolean,
  { calls, callQueue, logger }: TakeFromOwnerDependencies,
): Promise<void> {
  const { contactId, agentId, epoch } = record;
  try {
    await calls.write(contactId, taken(record, absence, isGone), { kind: 'epoch', epoch });
  } catch (error) {
    // Another bridge has claimed the call.
    if (error instanceof WriteRefusedError) return;
    throw error;
  }
  const outcome = isGone ? 'gone' : 'out-of-reach';
  logger.warn('call taken from a lost bridge', { contactId, epoch, outcome });
  const announced = callQueue
    .send(JSON.stringify({ contactId, agentId } satisfies CallMessage))
    .catch((error: unknown) => {
      logger.warn('call not announced anew', { contactId, errorName: errorName(error) });
    });
  await Promise.race([announced, sleep(ANNOUNCE_LIMIT_MS)]);
}

const taken = (
  { epoch, losses, owner }: CallRecord,
  absence: Absence,
  isGone: boolean,
): CallChange => ({
  epoch: epoch + 1,
  owner: undefined,
  heldMessageId: undefined,
  losses: losses + 1,
  ownerSilence: {
    ...absence,
    epoch: epoch + 1,
    ownerSilentSinceMs: undefined,
    unreachableUrl: isGone ? undefined : owner?.url,
  },
});
