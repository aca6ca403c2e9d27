import {
  ConditionalCheckFailedException,
  DynamoDBClient,
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
import { connectionPool } from '@patchbay/platform';
import { UnreadableRecordError } from './errors';
import { updateExpressions } from './update-expression';

/**
 * Call records in a DynamoDB table with the partition key `contactId`.
 *
 * A write that the client repeats after a lost response can be refused although its first try
 * was applied; read the record to tell.
 */
export function createDynamoCallStore(
  { tableName }: { tableName: string },
  client = new DynamoDBClient({ requestHandler: connectionPool }),
): CallStore {
  const item = (contactId: string) => ({
    TableName: tableName,
    Key: { contactId: { S: contactId } },
  });
  return {
    async read(contactId) {
      const { Item } = await client.send(
        new GetItemCommand({ ...item(contactId), ConsistentRead: true }),
      );
      return Item && parseRecord(contactId, Item);
    },

    async write(contactId, change, condition) {
      const update = { ...item(contactId), ...updateExpressions(change, condition) };
      try {
        await client.send(new UpdateItemCommand(update));
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
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
