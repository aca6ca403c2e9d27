import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { newCallRecord } from '@patchbay/call';
import { createDynamoCallStore } from './dynamo-call-store';

const record = newCallRecord({
  contactId: 'contact-0001',
  agentId: 'bank-demo',
  instanceArn: 'arn:instance',
  nowMs: 1_700_000_000_000,
});

/** A DynamoDB client that answers every command with `answer` and keeps their inputs. */
function storeAnswering(answer: () => unknown) {
  const inputs: object[] = [];
  const client = {
    send: async (command: { input: object }) => {
      inputs.push(command.input);
      return answer();
    },
  } as unknown as DynamoDBClient;
  return { store: createDynamoCallStore({ tableName: 'calls' }, client), inputs };
}

describe('the DynamoDB call store', () => {
  test('reads consistently, and drops attributes of a newer version', async () => {
    const { store, inputs } = storeAnswering(() => ({
      Item: marshall({ ...record, addedLater: 'x' }),
    }));

    const read = await store.read('contact-0001');

    expect(read).toEqual(record);
    expect(inputs).toEqual([
      { TableName: 'calls', Key: { contactId: { S: 'contact-0001' } }, ConsistentRead: true },
    ]);
  });

  test('a call that has no record is undefined', async () => {
    const { store } = storeAnswering(() => ({}));

    expect(await store.read('contact-0001')).toBeUndefined();
  });

  test('an item that is no record of a known version is named', async () => {
    const { store } = storeAnswering(() => ({ Item: marshall({ ...record, version: 2 }) }));

    await expect(store.read('contact-0001')).rejects.toMatchObject({
      name: 'UnreadableRecordError',
      retryable: false,
    });
  });

  test.each(['ValidationException', 'ResourceNotFoundException', 'AccessDeniedException'])(
    'a request that is refused for good by %s is worth no second try',
    async (name) => {
      const { store } = storeAnswering(() => {
        throw Object.assign(new Error('no'), { name });
      });

      const hopeless = { name: 'UnusableStoreError', retryable: false };
      await expect(store.read('contact-0001')).rejects.toMatchObject(hopeless);
      const write = store.write('contact-0001', { cursor: 1 }, { kind: 'present' });
      await expect(write).rejects.toMatchObject(hopeless);
    },
  );

  test('a failed condition is WriteRefusedError; any other failure stays what it is', async () => {
    const refused = storeAnswering(() => {
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
    });
    const broken = storeAnswering(() => {
      throw new Error('socket hang up');
    });

    await expect(
      refused.store.write('contact-0001', { cursor: 1 }, { kind: 'epoch', epoch: 3 }),
    ).rejects.toMatchObject({ name: 'WriteRefusedError' });
    await expect(
      broken.store.write('contact-0001', { cursor: 1 }, { kind: 'present' }),
    ).rejects.toThrow('socket hang up');
  });
});
