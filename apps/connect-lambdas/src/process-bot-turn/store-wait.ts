import { FILLER_INTERVAL_MS } from '@patchbay/contracts';
import { z } from 'zod';
import { SILENCE_LIMIT_MS } from './bot-absence';

/** A caller gets a human after so long without a store: longer than an outage that passes. */
const STORE_WAIT_LIMIT_MS = 60_000;

/**
 * A time in which a call's record is out of reach, and what its caller was told in it. The flow
 * keeps it, for there is nowhere else to: it comes with each poll, and goes with each answer.
 */
const storeWaitSchema = z.object({
  /** Epoch milliseconds. */
  sinceMs: z.number(),
  fillers: z.int().min(0),
  lastFillerAtMs: z.number().optional(),
});
export type StoreWait = z.infer<typeof storeWaitSchema>;

/** What a flow keeps when there is nothing to wait for: its attributes cannot be empty. */
const NONE = 'none';

export const formatStoreWait = (wait: StoreWait | undefined): string =>
  wait ? JSON.stringify(wait) : NONE;

/** @returns undefined for whatever is not such a time */
export function parseStoreWait(text: string): StoreWait | undefined {
  try {
    return storeWaitSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The caller has waited long enough. */
export const isTooLong = ({ sinceMs }: StoreWait, nowMs: number): boolean =>
  nowMs - sinceMs >= STORE_WAIT_LIMIT_MS;

/** The wait with one filler more; undefined when it is too soon for that. */
export function withFiller(wait: StoreWait, nowMs: number): StoreWait | undefined {
  const { sinceMs, fillers, lastFillerAtMs } = wait;
  const dueMs =
    lastFillerAtMs === undefined ? sinceMs + SILENCE_LIMIT_MS : lastFillerAtMs + FILLER_INTERVAL_MS;
  return nowMs < dueMs ? undefined : { sinceMs, fillers: fillers + 1, lastFillerAtMs: nowMs };
}
