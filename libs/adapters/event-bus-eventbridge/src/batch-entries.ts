import type { DomainEvent } from '@patchbay/contracts';

/** A PutEvents call takes 10 entries and, all together, 1 MB. Source: EventBridge quotas. */
const MAX_ENTRIES = 10;
const MAX_BYTES = 1_000_000;

/** EventBridge counts 14 bytes for an entry's time. Source: "Calculating entry size". */
const TIME_BYTES = 14;

/** Cuts events, in order, into batches that one PutEvents call takes. */
export function batchEntries(events: readonly DomainEvent[]): DomainEvent[][] {
  const batches: DomainEvent[][] = [];
  let batchBytes = Infinity;
  for (const event of events) {
    const bytes = entryBytes(event);
    const current = batches.at(-1);
    if (!current || current.length === MAX_ENTRIES || batchBytes + bytes > MAX_BYTES) {
      batches.push([event]);
      batchBytes = bytes;
    } else {
      current.push(event);
      batchBytes += bytes;
    }
  }
  return batches;
}

function entryBytes(event: DomainEvent): number {
  const texts = [event.source, event.type, JSON.stringify(event)];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), TIME_BYTES);
}
