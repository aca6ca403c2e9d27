import { openTalkOf, type CallRecord } from '@patchbay/call';

/** From where a call's caller is heard. */
export interface HearingStart {
  /** Epoch milliseconds by the stream's producer: nothing from before is heard. */
  readonly timestampMs: number;
  /** Reading begins behind this fragment. */
  readonly afterFragment?: string | undefined;
}

/**
 * An owner of another version leaves no place. A lost call comes to the next owner after some 5 s:
 * rather hear a sentence twice than lose one.
 */
const UNKNOWN_PLACE_BACK_MS = 6000;

/** Where an owner begins to hear a call whose media stream is known. */
export function hearingStart(record: CallRecord, nowMs: number): HearingStart {
  const { startTimestampMs = 0 } = record.media ?? {};
  const { untilMs, lastWhole } = understoodBefore(record);
  if (untilMs !== undefined) return { timestampMs: untilMs, afterFragment: lastWhole };
  if (openTalkOf(record) || record.cursor === 0) return { timestampMs: startTimestampMs };
  return { timestampMs: Math.max(startTimestampMs, nowMs - UNKNOWN_PLACE_BACK_MS) };
}

/** How much of the caller's sound waits for the owner that begins to hear now. */
export function backlogMs(record: CallRecord, nowMs: number): number {
  return record.media ? Math.max(0, nowMs - hearingStart(record, nowMs).timestampMs) : 0;
}

/** Up to where an owner before has understood the caller, if it is known. */
export function understoodBefore(record: CallRecord): {
  readonly untilMs?: number;
  readonly lastWhole?: string | undefined;
} {
  const untilMs = openTalkOf(record)?.understoodUntilMs;
  return untilMs === undefined ? {} : { untilMs, lastWhole: record.media?.lastFragmentNumber };
}
