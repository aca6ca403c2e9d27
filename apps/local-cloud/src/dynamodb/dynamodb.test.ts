import { request } from 'node:http';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { createLogger } from '@patchbay/platform';
import { clientConfig } from '../client-config';
import { startFront, type Front } from '../front/front';
import { createDynamoDb } from './dynamodb';

const TableName = 'calls';

let front: Front;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  const logger = createLogger('test', { level: 'silent' });
  front = await startFront({ port: 0, services: [createDynamoDb()], logger });
  dynamodb = new DynamoDBClient(clientConfig(`http://127.0.0.1:${front.port}`, 'eu-west-1'));
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'contactId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'contactId', KeyType: 'HASH' }],
    }),
  );
});

afterAll(() => front.close());

const put = (item: { contactId: string; epoch?: number }) =>
  dynamodb.send(
    new PutItemCommand({
      TableName,
      Item: marshall(item),
      ConditionExpression: 'attribute_not_exists(contactId)',
    }),
  );

async function get(contactId: string) {
  const Key = marshall({ contactId });
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName, Key, ConsistentRead: true }),
  );
  return Item && unmarshall(Item);
}

/** Sets the cursor if the epoch is still `epoch`. */
const update = (contactId: string, epoch: number, cursor: number) =>
  dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key: marshall({ contactId }),
      UpdateExpression: 'SET #cursor = :cursor',
      ConditionExpression: 'epoch = :epoch',
      ExpressionAttributeNames: { '#cursor': 'cursor' },
      ExpressionAttributeValues: marshall({ ':cursor': cursor, ':epoch': epoch }),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  );

test('a new table is there at once', async () => {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));

  expect(Table?.TableStatus).toBe('ACTIVE');
});

test('an item is put once; the second put is refused', async () => {
  await put({ contactId: 'once', epoch: 1 });

  const again = put({ contactId: 'once', epoch: 2 });

  await expect(again).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  expect(await get('once')).toEqual({ contactId: 'once', epoch: 1 });
});

test('an update applies only to the epoch that it names', async () => {
  await put({ contactId: 'fenced', epoch: 2 });

  const { Attributes } = await update('fenced', 2, 7);
  const stale = update('fenced', 1, 8);

  await expect(stale).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  expect(Attributes && unmarshall(Attributes)).toMatchObject({ cursor: 7 });
  expect(await get('fenced')).toMatchObject({ cursor: 7 });
});

test('items are found by query', async () => {
  await put({ contactId: 'asked' });

  const { Count } = await dynamodb.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'contactId = :id',
      ExpressionAttributeValues: marshall({ ':id': 'asked' }),
    }),
  );

  expect(Count).toBe(1);
});

test('transactions are refused', async () => {
  const call = dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [] }));

  await expect(call).rejects.toMatchObject({ name: 'NotImplementedException' });
});

test('a client that dies in the middle of a request takes nothing down', async () => {
  const headers = {
    'x-amz-target': 'DynamoDB_20120810.GetItem',
    'content-length': 100,
    authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/dynamodb/aws4_request',
  };
  const options = { host: '127.0.0.1', port: front.port, method: 'POST', headers };
  const dying = request(options).on('error', () => undefined);
  const gone = new Promise((resolve) => dying.once('close', resolve));

  dying.write('{');
  await put({ contactId: 'meanwhile' });
  dying.destroy();
  await gone;
  await put({ contactId: 'afterwards' });

  expect(await get('afterwards')).toBeDefined();
});
