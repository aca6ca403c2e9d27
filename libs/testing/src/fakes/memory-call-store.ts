import {
  callRecordSchema,
  WriteRefusedError,
  type CallChange,
  type CallRecord,
  type CallStore,
  type WriteCondition,
} from '@patchbay/call';

export interface MemoryCallStore extends CallStore {
  /** As a database holds them: with whatever attributes they came with. */
  readonly items: Map<string, Record<string, unknown>>;
}

/** Call records in memory, held to the same contract as the real store. */
export function createMemoryCallStore(...records: readonly CallRecord[]): MemoryCallStore {
  const items = new Map<string, Record<string, unknown>>(
    records.map((record) => [record.contactId, { ...record }]),
  );
  return {
    items,
    async read(contactId) {
      const item = items.get(contactId);
      return item && callRecordSchema.parse(structuredClone(item));
    },
    async write(contactId, change, condition) {
      const item = items.get(contactId);
      if (!holds(condition, item)) throw new WriteRefusedError(condition.kind);
      items.set(contactId, changed({ contactId, ...item }, change));
    },
  };
}

function holds(condition: WriteCondition, item: Record<string, unknown> | undefined): boolean {
  if (condition.kind === 'absent') return item === undefined;
  if (condition.kind === 'present') return item !== undefined;
  return item?.['epoch'] === condition.epoch;
}

function changed(item: Record<string, unknown>, change: CallChange): Record<string, unknown> {
  const fields = { ...item, ...structuredClone(change) };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
