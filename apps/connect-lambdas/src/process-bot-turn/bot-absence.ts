import { WriteRefusedError, type CallRecord, type CallStore } from '@patchbay/call';
import { FILLER_INTERVAL_MS } from '@patchbay/contracts';

/** A caller who has been without a bot for this long is given to a human. */
const ABSENCE_LIMIT_MS = 15_000;

/**
 * A caller whom no bridge answers for so long is told something: long enough for a clean
 * hand-over, which nobody should hear of, and short enough to be heard 2.5 s after a bridge died.
 */
export const SILENCE_LIMIT_MS = 1500;

/**
 * Connect begins a retry right after the try before; no flow can have played a filler and asked
 * again by then.
 */
const RETRY_WINDOW_MS = 500;

/** A time in which nobody answers for a call, and what the caller was told in it. */
export type Absence = NonNullable<CallRecord['ownerSilence']>;

/** What one poll has met of a call's owners. */
export interface MetByPoll {
  /** How long it has met nobody, whoever was the owner meanwhile. */
  readonly aloneForMs: number;
  /** For how long the owner of now has shown no sign of life; undefined when it shows one. */
  readonly ownerSilentForMs?: number | undefined;
}

/** An absence as one poll sees it. */
export interface SeenAbsence {
  readonly absence: Absence;
  /** From then on the caller is to be told something, in epoch milliseconds. */
  readonly fillerDueMs: number;
}

/**
 * The absence as far as it was written down, or as this poll has met it. A new owner, with a new
 * epoch, begins with none, unless it is the one again that could not be reached.
 */
export function absenceOf(record: CallRecord, met: MetByPoll, nowMs: number): SeenAbsence {
  const { epoch, ownerSilence: last, startedAtMs } = record;
  const { aloneForMs, ownerSilentForMs } = met;
  const metMs = nowMs - aloneForMs;
  const lastFillerAtMs = last?.lastFillerAtMs;
  const notBeforeMs = (lastFillerAtMs ?? Number.NEGATIVE_INFINITY) + FILLER_INTERVAL_MS;
  const isNoted = last !== undefined && isOf(record, last);
  const absence = isNoted
    ? { ...last, epoch }
    : { epoch, sinceMs: epoch === 0 ? startedAtMs : metMs, fillers: 0, lastFillerAtMs };
  const notedMs = last?.epoch === epoch ? last.ownerSilentSinceMs : undefined;
  const ownerSilentSinceMs =
    ownerSilentForMs === undefined ? undefined : (notedMs ?? nowMs - ownerSilentForMs);
  const silentSinceMs = isNoted ? Math.min(last.sinceMs, metMs) : metMs;
  return {
    absence: { ...absence, ownerSilentSinceMs },
    fillerDueMs: Math.max(silentSinceMs + SILENCE_LIMIT_MS, notBeforeMs),
  };
}

const isOf = ({ epoch, owner }: CallRecord, last: Absence) =>
  last.epoch === epoch || (owner !== undefined && last.unreachableUrl === owner.url);

/** The caller was spoken to at least once, and has waited long enough. */
export const isTooLong = ({ sinceMs, fillers }: Absence, nowMs: number): boolean =>
  fillers > 0 && nowMs - sinceMs > ABSENCE_LIMIT_MS;

/**
 * The absence with the filler that a poll should get, or undefined when it is too soon for one.
 * A retry of the poll that got the last one (it began before that was given out) gets it again.
 * @param pollStartMs epoch milliseconds
 */
export function withFiller(
  { absence, fillerDueMs }: SeenAbsence,
  pollStartMs: number,
  nowMs: number,
): Absence | undefined {
  const { fillers, lastFillerAtMs = Number.NEGATIVE_INFINITY } = absence;
  if (fillers > 0 && pollStartMs - RETRY_WINDOW_MS <= lastFillerAtMs) return absence;
  if (nowMs < fillerDueMs) return undefined;
  return { ...absence, fillers: fillers + 1, lastFillerAtMs: nowMs };
}

/** The caller waits since an owner before was lost, and was told nothing yet. */
export const isUntold = ({ epoch, ownerSilence }: CallRecord): boolean =>
  ownerSilence?.epoch === epoch && ownerSilence.fillers === 0;

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
