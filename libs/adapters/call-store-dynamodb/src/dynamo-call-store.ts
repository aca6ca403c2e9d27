import {
  ConditionalCheckFailedException,
  GetItemCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  callRecordSchema,
  WriteRefusedError,
  type CallRecord,
  type CallStore,
} from '@patchbay/call';
import { createClient } from './create-client';
import { asStoreError, UnreadableRecordError } from './errors';
import { updateExpressions } from './update-expression';

/**
 * Call records in a DynamoDB table with the partition key `contactId`.
 *
 * A write that the client repeats after a lost response can be refused although its first try
 * was applied; read the record to tell.
 */
export function createDynamoCallStore(
  { tableName }: { tableName: string },
  client = createClient(),
): CallStore {
  const item = (contactId: string) => ({
    TableName: tableName,
    Key: { contactId: { S: contactId } },
  });
  return {
    async read(contactId) {
      const command = new GetItemCommand({ ...item(contactId), ConsistentRead: true });
      const { Item } = await client.send(command).catch((error: unknown) => {
        throw asStoreError(error);
      });
      return Item && parseRecord(contactId, Item);
    },

    async write(contactId, change, condition) {
      const update = { ...item(contactId), ...updateExpressions(change, condition) };
      try {
        await client.send(new UpdateItemCommand(update));
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw asStoreError(error);
        throw new WriteRefusedError(condition.kind, error);
      }
    },
  };
}

function parseRecord(contactId: string, item: Record<string, AttributeValue>): CallRecord {
  const parsed = callRecordSchema.safeParse(unmarshall(item));
  if (parsed.success) return parsed.data;
  throw new UnreadableRecordError(contactId, parsed.error);
}
