import { isDeepStrictEqual } from 'node:util';
import { WriteRefusedError, type CallRecord, type CallStore } from '@patchbay/call';

/** How other parts of the system reach this bridge. */
export type Owner = NonNullable<CallRecord['owner']>;

/** Who claims, and the message by which the call will be held. */
export interface Claimant {
  readonly owner: Owner;
  readonly heldMessageId: string;
}

/**
 * Makes this bridge the owner of an open call by raising the record's epoch. From here on every
 * write of an owner before is refused. An owner that the record still names was lost: clean
 * hand-overs remove it. A call that was just taken from its owner is claimed as it stands then.
 * @returns the record as claimed; undefined when another bridge was faster
 */
export async function claimCall(
  record: CallRecord,
  claimant: Claimant,
  calls: CallStore,
): Promise<CallRecord | undefined> {
  const { contactId, epoch } = record;
  const losses = record.owner ? record.losses + 1 : record.losses;
  const claim = { ...claimant, epoch: epoch + 1, losses };
  try {
    await calls.write(contactId, claim, { kind: 'epoch', epoch });
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error;
  }
  // Read after the write: an owner before may have written until then, and a write whose answer
  // was lost is sent again by the SDK and then refused by its own effect.
  const claimed = await calls.read(contactId);
  if (claimed && isNobodys(claimed) && claimed.epoch > epoch)
    return claimCall(claimed, claimant, calls);
  return claimed && isBy(claimant, claim.epoch, claimed) ? claimed : undefined;
}

const isNobodys = ({ status, owner }: CallRecord) => status === 'open' && !owner;

const isBy = ({ owner, heldMessageId }: Claimant, epoch: number, record: CallRecord) =>
  record.epoch === epoch &&
  record.heldMessageId === heldMessageId &&
  isDeepStrictEqual(record.owner, owner);
