import { isDeepStrictEqual } from 'node:util';
import { WriteRefusedError, type CallRecord, type CallStore } from '@patchbay/call';

/** How other parts of the system reach this bridge. */
export type Owner = NonNullable<CallRecord['owner']>;

export type Claim =
  | { readonly kind: 'claimed'; readonly record: CallRecord }
  /** The call is over or forgotten: its message has no more use. */
  | { readonly kind: 'over' }
  /** Another bridge was faster. */
  | { readonly kind: 'taken' };

/**
 * Makes this bridge the owner of a call by raising the record's epoch. From here on every write
 * of an owner before is refused.
 */
export async function claimCall(contactId: string, owner: Owner, calls: CallStore): Promise<Claim> {
  const record = await calls.read(contactId);
  if (!record || record.status !== 'open') return { kind: 'over' };
  const claim = { epoch: record.epoch + 1, owner };
  try {
    await calls.write(contactId, claim, { kind: 'epoch', epoch: record.epoch });
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error;
    if (!(await isOurs(contactId, claim, calls))) return { kind: 'taken' };
  }
  return { kind: 'claimed', record: { ...record, ...claim } };
}

/**
 * A write whose answer was lost is sent again by the SDK, and then refused by its own effect: only
 * the record tells whose claim went through.
 */
async function isOurs(contactId: string, claim: { epoch: number; owner: Owner }, calls: CallStore) {
  const record = await calls.read(contactId);
  return record?.epoch === claim.epoch && isDeepStrictEqual(record.owner, claim.owner);
}
