import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { FailedAttempt, FailureLog } from '@patchbay/messaging';
import { busyClient, systemClock, type Clock } from '@patchbay/platform';
import { z } from 'zod';

/**
 * A dead letter lies 14 days, counted from its first enqueue; its explanation outlives it by a
 * week, for whoever looks into a queue that has just been emptied.
 */
const KEPT_S = 21 * 24 * 60 * 60;

const failureSchema = z.object({
  queue: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  attempt: z.number(),
  errorName: z.string(),
  errorMessage: z.string(),
  failedAtMs: z.number(),
});

/**
 * Failures in a DynamoDB table with the partition key `failureId` (`<queue>#<eventId>`) and the
 * TTL attribute `expiresAtS`. An item past its expiry counts as absent: DynamoDB deletes late.
 */
export function createDynamoFailureLog(
  { tableName, clock = systemClock }: { tableName: string; clock?: Clock },
  client = new DynamoDBClient(busyClient),
): FailureLog {
  const failureId = (queue: string, eventId: string) => `${queue}#${eventId}`;
  return {
    async note(failure: FailedAttempt) {
      const { queue, eventId, failedAtMs } = failure;
      const expiresAtS = Math.ceil(failedAtMs / 1000) + KEPT_S;
      const Item = marshall({ ...failure, failureId: failureId(queue, eventId), expiresAtS });
      await client.send(new PutItemCommand({ TableName: tableName, Item }));
    },

    async latest(queue, eventId) {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: tableName,
          Key: { failureId: { S: failureId(queue, eventId) } },
          ConsistentRead: true,
        }),
      );
      const isExpired = Number(Item?.['expiresAtS']?.N) * 1000 <= clock.nowMs();
      return Item && !isExpired ? failureSchema.parse(unmarshall(Item)) : undefined;
    },
  };
}
