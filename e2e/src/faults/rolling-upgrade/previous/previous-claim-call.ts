import { isDeepStrictEqual } from 'node:util';
import { WriteRefusedError, type CallRecord, type CallStore } from '@patchbay/call';

/** Claims a call as the version before did: it noted no message by which the call is held. */
export async function claimCall(
  record: CallRecord,
  { owner }: Pick<CallRecord, 'owner'>,
  calls: CallStore,
): Promise<CallRecord | undefined> {
  const { contactId, epoch } = record;
  const losses = record.owner ? record.losses + 1 : record.losses;
  const claim = { owner, epoch: epoch + 1, losses };
  try {
    await calls.write(contactId, claim, { kind: 'epoch', epoch });
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error;
  }
  const claimed = await calls.read(contactId);
  const isOurs = claimed?.epoch === claim.epoch && isDeepStrictEqual(claimed.owner, owner);
  return isOurs ? claimed : undefined;
}
