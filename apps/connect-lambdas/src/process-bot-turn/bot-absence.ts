import { WriteRefusedError, type CallRecord, type CallStore } from '@patchbay/call';

/** A caller who has been without a bot for this long is given to a human. */
const ABSENCE_LIMIT_MS = 15_000;

/** From one filler to the next: sooner would be chatter. */
const FILLER_INTERVAL_MS = 6000;

/**
 * Connect begins a retry right after the try before; no flow can have played a filler and asked
 * again by then.
 */
const RETRY_WINDOW_MS = 500;

/** A time in which nobody answers for a call, and what the caller was told in it. */
export type Absence = NonNullable<CallRecord['ownerSilence']>;

/** The absence as far as it was written down; a new owner, with a new epoch, begins with none. */
export function absenceOf({ epoch, ownerSilence, startedAtMs }: CallRecord, nowMs: number) {
  if (ownerSilence?.epoch === epoch) return ownerSilence;
  const sinceMs = epoch === 0 ? startedAtMs : nowMs;
  return { epoch, sinceMs, fillers: 0 } satisfies Absence;
}

/** The caller was spoken to at least once, and has waited long enough. */
export const isTooLong = ({ sinceMs, fillers }: Absence, nowMs: number): boolean =>
  fillers > 0 && nowMs - sinceMs > ABSENCE_LIMIT_MS;

/**
 * The absence with the filler that a poll should get, or undefined when it is too soon for one.
 * A retry of the poll that got the last one (it began before that was given out) gets it again.
 * @param pollStartMs epoch milliseconds
 */
export function withFiller(
  absence: Absence,
  pollStartMs: number,
  nowMs: number,
): Absence | undefined {
  const { fillers, lastFillerAtMs = Number.NEGATIVE_INFINITY } = absence;
  if (pollStartMs - RETRY_WINDOW_MS <= lastFillerAtMs) return absence;
  if (nowMs - lastFillerAtMs < FILLER_INTERVAL_MS) return undefined;
  return { ...absence, fillers: fillers + 1, lastFillerAtMs: nowMs };
}

/** The owner answers again. */
export async function forgetAbsence(record: CallRecord, calls: CallStore): Promise<void> {
  if (record.ownerSilence) await writeAbsence(record, calls, undefined);
}

/** @returns false when another bridge has claimed the call: its epoch starts with a clean slate */
export async function writeAbsence(
  { contactId, epoch }: CallRecord,
  calls: CallStore,
  ownerSilence: Absence | undefined,
): Promise<boolean> {
  try {
    await calls.write(contactId, { ownerSilence }, { kind: 'epoch', epoch });
    return true;
  } catch (error) {
    if (error instanceof WriteRefusedError) return false;
    throw error;
  }
}
