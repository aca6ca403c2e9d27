import {
  DeleteItemCommand,
  DynamoDBClient,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createS3Source } from '@patchbay/agent-catalog-s3';
import { createDynamoCallHistory, createDynamoCallStore } from '@patchbay/call-store-dynamodb';
import { createContactAttributes } from '@patchbay/contact-connect';
import { callEndedSchema } from '@patchbay/contracts';
import { createDynamoEffectLedger } from '@patchbay/effect-ledger-dynamodb';
import { createEventBridgeBus } from '@patchbay/event-bus-eventbridge';
import { createDynamoFailureLog } from '@patchbay/failure-log-dynamodb';
import {
  BUCKETS,
  BUS_NAME,
  CALLS_TABLE,
  deadLetterQueue,
  EFFECTS_TABLE,
  FAILURES_TABLE,
} from '@patchbay/infra';
import { parseBusMessage } from '@patchbay/messaging';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import { createLogger, PatchbayError, sleep } from '@patchbay/platform';
import { createSqsLeaseQueue, createSqsSender, startConsumer } from '@patchbay/queue-sqs';
import {
  aCallRecord,
  anEvent,
  CONTACT_ID,
  createManualClock,
  describeCallHistory,
  describeCallStore,
  describeEffectLedger,
  describeLeaseQueue,
  describeObjectStore,
} from '@patchbay/testing';
import { createPollyVoice } from '@patchbay/voice-polly';
import { startLocalCloud, type LocalCloud } from '../cloud';

/** Adapters as production makes them: over a cloud that they know from their environment alone. */
let cloud: LocalCloud;
const outerEnv = { ...process.env };
const attributesSet: object[] = [];
const silent = createLogger('test', { level: 'silent' });
let queues = 0;
const contact = {
  contactId: CONTACT_ID,
  instanceId: 'instance-1',
  channel: 'VOICE',
  initiationMethod: 'INBOUND',
  attributes: {},
  initiatedAtMs: 0,
};

beforeAll(async () => {
  cloud = await startLocalCloud({
    port: 0,
    region: 'eu-west-1',
    synthesiser: {
      speak: async () => Int16Array.of(1, -1, 32767),
      close: async () => undefined,
    },
    speechModel: { open: () => ({ receive: () => undefined, close: () => undefined }) },
    contacts: {
      find: (contactId) => (contactId === CONTACT_ID ? contact : undefined),
      setAttributes: (contactId, attributes) => void attributesSet.push({ contactId, attributes }),
      stop: () => undefined,
    },
    kinesisVideo: { delayMs: 0, delivery: 'frames' },
    webhookKeys: ['key'],
    logger: silent,
  });
  Object.assign(process.env, cloud.env);
});

afterAll(async () => {
  process.env = outerEnv;
  await cloud.close();
});

const queueUrlOf = (name: string) => cloud.queueUrls[name] ?? '';
const leaseQueue = (name: string) => createSqsLeaseQueue({ queueUrl: queueUrlOf(name) });

/** All bodies that a queue has for us, and their end: nothing for a second. */
async function drain(name: string): Promise<string[]> {
  const queue = leaseQueue(name);
  const bodies: string[] = [];
  const signal = new AbortController().signal;
  for (;;) {
    const messages = await queue.receive({ limit: 10, visibilityS: 30, waitS: 1, signal });
    if (messages.length === 0) return bodies;
    for (const { body, receiptHandle } of messages) {
      bodies.push(body);
      await queue.remove(receiptHandle);
    }
  }
}

describeCallStore('the DynamoDB store', async () => {
  for (const contactId of [CONTACT_ID, 'another-call']) {
    const Key = { contactId: { S: contactId } };
    await new DynamoDBClient({}).send(new DeleteItemCommand({ TableName: CALLS_TABLE.name, Key }));
  }
  return createDynamoCallStore({ tableName: CALLS_TABLE.name });
});

describeCallHistory('the DynamoDB history', () =>
  createDynamoCallHistory({ tableName: CALLS_TABLE.name }),
);

test('what a newer version wrote into a record survives a write by this one', async () => {
  const store = createDynamoCallStore({ tableName: CALLS_TABLE.name });
  const item = { TableName: CALLS_TABLE.name, Key: { contactId: { S: 'newer-call' } } };
  const dynamo = new DynamoDBClient({});
  await store.write('newer-call', aCallRecord({ contactId: 'newer-call' }), { kind: 'absent' });
  await dynamo.send(
    new UpdateItemCommand({
      ...item,
      UpdateExpression: 'SET addedLater = :v',
      ExpressionAttributeValues: { ':v': { S: 'kept' } },
    }),
  );

  await store.write('newer-call', { cursor: 2 }, { kind: 'epoch', epoch: 0 });

  const { Attributes } = await dynamo.send(
    new DeleteItemCommand({ ...item, ReturnValues: 'ALL_OLD' }),
  );
  expect(Attributes).toMatchObject({ addedLater: { S: 'kept' }, cursor: { N: '2' } });
});

describeObjectStore('the S3 store', async () =>
  createS3ObjectStore({ bucket: BUCKETS.transcripts }),
);

test('agents in a bucket are read, and a change of one is seen', async () => {
  const bucket = createS3ObjectStore({ bucket: BUCKETS.transcripts });
  const put = (path: string, text: string) => bucket.put(`team/${path}`, text, 'text/plain');
  await put('bank/prompt.md', 'Müller & Söhne');
  await put('shop/prompt.md', 'A shop.');
  const source = createS3Source(`s3://${BUCKETS.transcripts}/team/`);
  const before = await source.versions();

  await put('shop/prompt.md', 'A bigger shop.');

  const after = await source.versions();
  expect([...after.keys()]).toEqual(['bank', 'shop']);
  expect(after.get('bank')).toBe(before.get('bank'));
  expect(after.get('shop')).not.toBe(before.get('shop'));
  expect([...(await source.read('bank'))]).toEqual([['prompt.md', 'Müller & Söhne']]);
});

describeLeaseQueue(
  'the SQS queue',
  async () => {
    const QueueName = `lease-contract-${++queues}`;
    const { QueueUrl = '' } = await new SQSClient({}).send(new CreateQueueCommand({ QueueName }));
    return {
      ...createSqsLeaseQueue({ queueUrl: QueueUrl }),
      ...createSqsSender({ queueUrl: QueueUrl }),
    };
  },
  sleep,
);

test('events reach the queue of their rule whole, more than one call of PutEvents takes', async () => {
  const bus = createEventBridgeBus({ busName: BUS_NAME });
  const events = Array.from({ length: 12 }, (_, call) =>
    anEvent.callEnded({ contactId: `bus-contact-${call}`, turnSequences: [2, 3] }),
  );

  const confirmed = await bus.publish([...events, anEvent.callStarted()]);
  const received = (await drain('transcripts')).map((body) =>
    parseBusMessage(body, callEndedSchema),
  );

  const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
  expect(confirmed).toHaveLength(13);
  expect(received.sort(byId)).toEqual(events.sort(byId));
});

test('a poison message ends on the dead-letter queue, its neighbours are handled once', async () => {
  const sender = createSqsSender({ queueUrl: queueUrlOf('notifications') });
  const failures = createDynamoFailureLog({ tableName: FAILURES_TABLE.name });
  const handled: string[] = [];
  let refusals = 0;
  const consumer = startConsumer({
    queueUrl: queueUrlOf('notifications'),
    logger: silent,
    failures,
    handle: async (body) => {
      if (body !== 'poison') return void handled.push(body);
      refusals += 1;
      throw new PatchbayError('BadMessageError', 'poison', { retryable: false });
    },
  });

  for (const body of ['one', 'poison', 'two']) await sender.send(body);
  const signal = AbortSignal.timeout(20_000);
  const [dead] = await leaseQueue(deadLetterQueue('notifications')).receive({
    limit: 1,
    visibilityS: 30,
    waitS: 20,
    signal,
  });
  await consumer.stop();

  expect(dead?.body).toBe('poison');
  expect(refusals).toBe(5);
  expect(handled.sort()).toEqual(['one', 'two']);
  expect(await drain('notifications')).toEqual([]);
  const noted = new ScanCommand({ TableName: FAILURES_TABLE.name });
  expect((await new DynamoDBClient({}).send(noted)).Items).toMatchObject([
    { attempt: { N: '5' }, errorName: { S: 'BadMessageError' } },
  ]);
});

describeEffectLedger('the DynamoDB ledger', async () => {
  const TableName = EFFECTS_TABLE.name;
  const dynamo = new DynamoDBClient({});
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName }));
  for (const { effectId } of Items) {
    const Key = effectId ? { effectId } : {};
    await dynamo.send(new DeleteItemCommand({ TableName, Key }));
  }
  return createDynamoEffectLedger({ tableName: TableName });
});

test('an effect past its expiry counts as absent, though the table still has it', async () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const clock = createManualClock();
  const ledger = createDynamoEffectLedger({ tableName: EFFECTS_TABLE.name, clock });
  const key = { source: 'dev.patchbay.calls', id: 'expiring-contact:1', effect: 'webhook' };
  await ledger.claim(key);
  await ledger.confirm(key);

  clock.advance(29 * DAY_MS);
  const afterDeadLetterAndReplay = await ledger.claim(key);
  clock.advance(2 * DAY_MS);
  const afterExpiry = await ledger.claim(key);

  expect(afterDeadLetterAndReplay).toEqual({ kind: 'done' });
  expect(afterExpiry).toMatchObject({ kind: 'granted' });
});

test('the latest failure of an event is found, on its queue alone', async () => {
  const failures = createDynamoFailureLog({ tableName: FAILURES_TABLE.name });
  const failure = {
    ...{ queue: 'transcripts', eventId: 'contact-0001:7', eventType: 'CallEnded' },
    ...{ errorName: 'MissingTurnError', errorMessage: 'Not stored.', failedAtMs: Date.now() },
  };

  await failures.note({ ...failure, attempt: 1 });
  await failures.note({ ...failure, attempt: 2 });

  expect(await failures.latest('transcripts', failure.eventId)).toEqual({ ...failure, attempt: 2 });
  expect(await failures.latest('notifications', failure.eventId)).toBeUndefined();
});

test('a voice speaks', async () => {
  const style = { voiceId: 'Joanna', engine: 'neural', language: 'en-US' } as const;

  expect(await createPollyVoice().speak('Hello.', style)).toEqual(Int16Array.of(1, -1, 32767));
});

test('attributes reach the contact, and an unknown contact is named', async () => {
  const contacts = createContactAttributes({ instanceId: 'instance-1' });

  await contacts.set(CONTACT_ID, { patchbay_transcript: 'https://transcripts.test/t.json' });
  const unknown = contacts.set('another-contact', {});

  await expect(unknown).rejects.toMatchObject({ name: 'UnknownContactError' });
  expect(attributesSet).toEqual([
    {
      contactId: CONTACT_ID,
      attributes: { patchbay_transcript: 'https://transcripts.test/t.json' },
    },
  ]);
});

test('the adapters ask for nothing that the local cloud lacks', () => {
  expect(cloud.notEmulated).toEqual([]);
});
