import type { CallChange, CallHistory, CallRecord, CallStore } from '@patchbay/call';
import { createDynamoCallStore as createStore } from '@patchbay/call-store-dynamodb';
import { previousCallRecordSchema } from '@patchbay/call/testing';

const KNOWN = new Set(Object.keys(previousCallRecordSchema.shape));

/** Call records by a bridge of the version before: what that did not know it neither sees nor sets. */
export function createDynamoCallStore(place: { tableName: string }): CallStore {
  const store = createStore(place);
  return {
    async read(contactId) {
      const record = await store.read(contactId);
      return record && (previousCallRecordSchema.parse(record) as CallRecord);
    },
    write: (contactId, change, condition) => store.write(contactId, known(change), condition),
  };
}

/** The version before kept the words of turns on S3 alone. */
export const createDynamoCallHistory = (): CallHistory => ({
  append: async () => undefined,
  read: async () => new Map(),
});

const known = (change: CallChange): CallChange =>
  Object.fromEntries(Object.entries(change).filter(([field]) => KNOWN.has(field)));
