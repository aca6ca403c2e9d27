import { WriteRefusedError, type CallRecord, type CallStore } from '@patchbay/call';

/** A caller who has heard nothing for this long is given to a human. */
export const ABSENCE_LIMIT_MS = 15_000;

/** Since when no bridge answers for the call, in epoch milliseconds; undefined while one does. */
export function absentSinceMs(record: CallRecord): number | undefined {
  if (record.epoch === 0) return record.startedAtMs;
  return record.ownerSilence?.epoch === record.epoch ? record.ownerSilence.sinceMs : undefined;
}

/** Writes down when the owner was first found silent; a new owner, with a new epoch, voids it. */
export async function noteAbsence(record: CallRecord, calls: CallStore, nowMs: number) {
  if (absentSinceMs(record) !== undefined) return;
  await writeSilence(record, calls, { epoch: record.epoch, sinceMs: nowMs });
}

/** The owner answers again. */
export async function forgetAbsence(record: CallRecord, calls: CallStore) {
  if (record.ownerSilence) await writeSilence(record, calls, undefined);
}

async function writeSilence(
  { contactId, epoch }: CallRecord,
  calls: CallStore,
  ownerSilence: CallRecord['ownerSilence'],
) {
  try {
    await calls.write(contactId, { ownerSilence }, { kind: 'epoch', epoch });
  } catch (error) {
    // Another bridge has claimed the call: its epoch starts with a clean slate.
    if (!(error instanceof WriteRefusedError)) throw error;
  }
}
