import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { WriteRefusedError, type CallWriter } from '@patchbay/call';
import { createClient } from './create-client';
import { asStoreError } from './errors';
import { updateExpressions } from './update-expression';

/** The item of a call, in a table with the partition key `contactId`. */
export const itemOf = (tableName: string, contactId: string) => ({
  TableName: tableName,
  Key: { contactId: { S: contactId } },
});

/**
 * Writes call records to a DynamoDB table, and brings nothing of what reads them.
 *
 * A write that the client repeats after a lost response can be refused although its first try
 * was applied; read the record to tell.
 */
export function createDynamoCallWriter(
  { tableName }: { tableName: string },
  client = createClient(),
): CallWriter {
  return {
    async write(contactId, change, condition) {
      const update = { ...itemOf(tableName, contactId), ...updateExpressions(change, condition) };
      try {
        await client.send(new UpdateItemCommand(update));
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw asStoreError(error);
        throw new WriteRefusedError(condition.kind, error);
      }
    },
  };
}
