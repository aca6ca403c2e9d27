import { GetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { callRecordSchema, type CallRecord, type CallStore } from '@patchbay/call';
import { createClient } from './create-client';
import { createDynamoCallWriter, itemOf } from './dynamo-call-writer';
import { asStoreError, UnreadableRecordError } from './errors';

/** Call records in a DynamoDB table, read and written ({@link createDynamoCallWriter}). */
export function createDynamoCallStore(
  { tableName }: { tableName: string },
  client = createClient(),
): CallStore {
  return {
    ...createDynamoCallWriter({ tableName }, client),

    async read(contactId) {
      const command = new GetItemCommand({ ...itemOf(tableName, contactId), ConsistentRead: true });
      const { Item } = await client.send(command).catch((error: unknown) => {
        throw asStoreError(error);
      });
      return Item && parseRecord(contactId, Item);
    },
  };
}

function parseRecord(contactId: string, item: Record<string, AttributeValue>): CallRecord {
  const parsed = callRecordSchema.safeParse(unmarshall(item));
  if (parsed.success) return parsed.data;
  throw new UnreadableRecordError(contactId, parsed.error);
}
