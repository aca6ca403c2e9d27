import {
  BatchGetItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  type AttributeValue,
  type BatchGetItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { CallHistory, TurnWords } from '@patchbay/call';
import { z } from 'zod';
import { createClient } from './create-client';
import { asStoreError, UnreadHistoryError } from './errors';

/** BatchGetItem takes no more keys at once. */
const KEYS_AT_ONCE = 100;
/** DynamoDB may leave keys out under load; they are asked for again. */
const MAX_ATTEMPTS = 4;

const wordsSchema = z.object({ sequence: z.int(), caller: z.string(), bot: z.string() });

/** The words of turns as items of their own in the table of the call records, beside the record. */
export function createDynamoCallHistory(
  { tableName }: { tableName: string },
  client = createClient(),
): CallHistory {
  return {
    async append(contactId, sequence, words, expiresAtS) {
      const item = { contactId: itemKey(contactId, sequence), sequence, ...words, expiresAtS };
      const command = new PutItemCommand({ TableName: tableName, Item: marshall(item) });
      await client.send(command).catch((error: unknown) => {
        throw asStoreError(error);
      });
    },

    async read(contactId, sequences) {
      const known = new Map<number, TurnWords>();
      for (let from = 0; from < sequences.length; from += KEYS_AT_ONCE) {
        const keys = sequences
          .slice(from, from + KEYS_AT_ONCE)
          .map((sequence) => ({ contactId: { S: itemKey(contactId, sequence) } }));
        for (const item of await readItems(client, tableName, keys)) {
          const { sequence, caller, bot } = wordsSchema.parse(unmarshall(item));
          known.set(sequence, { caller, bot });
        }
      }
      return known;
    },
  };
}

/** The table has one key; no contact's id holds a `#`. */
const itemKey = (contactId: string, sequence: number) => `${contactId}#turn#${sequence}`;

type Item = Record<string, AttributeValue>;

async function readItems(client: DynamoDBClient, tableName: string, keys: Item[]): Promise<Item[]> {
  const items: Item[] = [];
  let asked: BatchGetItemCommandOutput['UnprocessedKeys'] = {
    [tableName]: { Keys: keys, ConsistentRead: true },
  };
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const answer: BatchGetItemCommandOutput = await client.send(
      new BatchGetItemCommand({ RequestItems: asked }),
    );
    items.push(...(answer.Responses?.[tableName] ?? []));
    asked = answer.UnprocessedKeys ?? {};
    if (Object.keys(asked).length === 0) return items;
  }
  throw new UnreadHistoryError();
}
