import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type AttributeValue,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ClaimToken, EffectClaim, EffectKey, EffectLedger } from '@patchbay/messaging';
import { busyClient, systemClock, type Clock } from '@patchbay/platform';

/**
 * A dead letter lies 14 days; replayed on the last of them it may die and lie for 14 more. Two
 * days are for clocks and for the replay itself.
 */
const KEPT_S = 30 * 24 * 60 * 60;

/** Free: never claimed, given free, or past its expiry (DynamoDB deletes days late). */
const IS_FREE = 'attribute_not_exists(effectId) OR expiresAtS <= :nowS';

/**
 * Effects in a DynamoDB table with the partition key `effectId` (`<source>#<id>#<effect>`), the
 * TTL attribute `expiresAtS`, and the attribute `claim`: a claim's token, or `done`.
 */
export function createDynamoEffectLedger(
  { tableName, clock = systemClock }: { tableName: string; clock?: Pick<Clock, 'nowMs'> },
  client = new DynamoDBClient(busyClient),
): EffectLedger {
  const nowS = () => Math.floor(clock.nowMs() / 1000);
  const set = async (key: EffectKey, claim: string, condition: Condition = {}) => {
    const { values = {}, ...rest } = condition;
    const stored = { ':claim': claim, ':expiresAtS': nowS() + KEPT_S, ...values };
    await client.send(
      new UpdateItemCommand({
        ...item(tableName, key),
        ...rest,
        UpdateExpression: 'SET claim = :claim, expiresAtS = :expiresAtS',
        ExpressionAttributeValues: marshall(stored),
      }),
    );
  };

  return {
    async claim(key, abandoned) {
      const token = randomUUID();
      const condition = {
        ConditionExpression: abandoned ? `${IS_FREE} OR claim = :abandoned` : IS_FREE,
        values: { ':nowS': nowS(), ...(abandoned && { ':abandoned': abandoned }) },
      };
      if (await isAccepted(set(key, token, condition))) return { kind: 'granted', token };
      const request = { ...item(tableName, key), ConsistentRead: true };
      const { Item } = await client.send(new GetItemCommand(request));
      return refused(Item, token);
    },

    confirm: (key) => set(key, DONE),

    async release(key, token) {
      const free = new DeleteItemCommand({
        ...item(tableName, key),
        ConditionExpression: 'claim = :token',
        ExpressionAttributeValues: marshall({ ':token': token }),
      });
      await isAccepted(client.send(free));
    },
  };
}

const DONE = 'done';

type Condition = Pick<UpdateItemCommandInput, 'ConditionExpression'> & {
  readonly values?: Readonly<Record<string, string | number>>;
};

const item = (TableName: string, { source, id, effect }: EffectKey) => ({
  TableName,
  Key: { effectId: { S: `${source}#${id}#${effect}` } },
});

/** Why a claim was refused. Its own token: the client repeated a try whose answer was lost. */
function refused(
  found: Record<string, AttributeValue> | undefined,
  token: ClaimToken,
): EffectClaim {
  // An item that is gone meanwhile was given free: busy, and so asked for again.
  const claim = found?.['claim']?.S ?? '';
  if (claim === DONE) return { kind: 'done' };
  return { kind: claim === token ? 'granted' : 'busy', token: claim };
}

/** @returns false when the write's condition did not hold */
async function isAccepted(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
