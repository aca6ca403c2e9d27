import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PollyClient, SynthesizeSpeechCommand } from '@aws-sdk/client-polly';
import { BUCKETS, CALLS_TABLE, deadLetterQueue, QUEUES } from '@patchbay/infra';
import { createLogger } from '@patchbay/platform';
import { startLocalCloud, type LocalCloud, type LocalCloudOptions } from './cloud';

const options: LocalCloudOptions = {
  port: 0,
  region: 'eu-west-1',
  synthesiser: { speak: async () => new Int16Array(8), close: async () => undefined },
  speechModel: { open: () => ({ receive: () => undefined, close: () => undefined }) },
  contacts: { find: () => undefined, setAttributes: () => undefined, stop: () => undefined },
  kinesisVideo: { delayMs: 0, delivery: 'frames' },
  webhookKeys: ['key'],
  logger: createLogger('test', { level: 'silent' }),
};

let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud(options);
  Object.assign(process.env, cloud.env);
});

afterAll(() => cloud.close());

async function receive(queue: string): Promise<unknown> {
  const QueueUrl = cloud.queueUrls[queue];
  const { Messages: [message] = [] } = await new SQSClient({}).send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 3 }),
  );
  return message?.Body && JSON.parse(message.Body);
}

test('clients that know only their environment reach every service', async () => {
  const Bucket = BUCKETS.transcripts;
  const s3 = new S3Client({});
  await s3.send(new PutObjectCommand({ Bucket, Key: 'agents/a/call.json', Body: '{}' }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'agents/a/call.json' }));
  const { Table } = await new DynamoDBClient({}).send(
    new DescribeTableCommand({ TableName: CALLS_TABLE.name }),
  );
  const { AudioStream } = await new PollyClient({}).send(
    new SynthesizeSpeechCommand({ OutputFormat: 'pcm', Text: 'Hi', VoiceId: 'Joanna' }),
  );

  expect(await got.Body?.transformToString()).toBe('{}');
  expect(Table?.TableStatus).toBe('ACTIVE');
  expect(await AudioStream?.transformToByteArray()).toHaveLength(16);
  expect(cloud.notEmulated).toEqual([]);
});

test('an event of ours reaches the queue of its rule', async () => {
  const entry = { Source: 'dev.patchbay.calls', DetailType: 'CallEnded', Detail: '{"id":"1"}' };

  await new EventBridgeClient({}).send(
    new PutEventsCommand({ Entries: [{ ...entry, EventBusName: 'patchbay' }] }),
  );

  expect(await receive('transcripts')).toMatchObject({ detail: { id: '1' } });
});

test('a contact event of Connect reaches its queue', async () => {
  const detail = { eventType: 'DISCONNECTED', contactId: 'contact-1' };

  cloud.eventBridge.publishAsAws({
    source: 'aws.connect',
    detailType: 'Amazon Connect Contact Event',
    detail,
  });

  expect(await receive('contact-events')).toMatchObject({ source: 'aws.connect', detail });
});

test.each(QUEUES.map(({ name }) => name))('%s has its own dead-letter queue', async (queue) => {
  const { Attributes = {} } = await new SQSClient({}).send(
    new GetQueueAttributesCommand({
      QueueUrl: cloud.queueUrls[queue],
      AttributeNames: ['All'],
    }),
  );

  const { deadLetterTargetArn } = JSON.parse(Attributes['RedrivePolicy'] ?? '{}');
  expect(deadLetterTargetArn).toMatch(new RegExp(`:${deadLetterQueue(queue)}$`));
});

test('a second cloud on the same port is refused', async () => {
  const second = startLocalCloud({ ...options, port: cloud.port });

  await expect(second).rejects.toMatchObject({ name: 'PortInUseError' });
});
