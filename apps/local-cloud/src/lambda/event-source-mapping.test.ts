import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createLogger } from '@patchbay/platform';
import { clientConfig } from '../client-config';
import { startFront, type Front } from '../front/front';
import { createSqs } from '../sqs/sqs';
import { startEventSourceMapping } from './event-source-mapping';
import type { LambdaResult } from './lambda-invoker';

const REGION = 'eu-west-1';
const logger = createLogger('test', { level: 'silent' });

let front: Front;
let sqs: SQSClient;
let queues = 0;

beforeAll(async () => {
  let endpointUrl = '';
  front = await startFront({
    port: 0,
    services: [await createSqs({ endpointUrl: () => endpointUrl })],
    logger,
  });
  endpointUrl = `http://127.0.0.1:${front.port}`;
  sqs = new SQSClient(clientConfig(endpointUrl, REGION));
});

afterAll(() => front.close());

/** Sends the bodies to a new queue that `answer` consumes. @returns the events, and how many messages are left */
async function consume(bodies: readonly string[], answer: (event: SQSEvent) => LambdaResult) {
  const QueueName = `queue-${++queues}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: bodies.map((MessageBody, i) => ({ Id: `${i}`, MessageBody })),
    }),
  );
  const events: SQSEvent[] = [];
  const mapping = startEventSourceMapping({
    queueArn: `arn:aws:sqs:${REGION}:000000000000:${QueueName}`,
    functionName: 'consumer',
    functionTimeoutMs: 1000,
    sqs,
    logger,
    lambda: {
      invoke: async (_, event) => {
        events.push(event as SQSEvent);
        return answer(event as SQSEvent);
      },
    },
  });
  while (events.flatMap(({ Records }) => Records).length < bodies.length) await tick();
  await tick();
  await mapping.close();
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return { events, left: Number(Attributes['ApproximateNumberOfMessagesNotVisible']) };
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

const failing =
  (...bodies: string[]) =>
  (event: SQSEvent) => {
    const failed = event.Records.filter(({ body }) => bodies.includes(body));
    const payload: SQSBatchResponse = {
      batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })),
    };
    return { kind: 'ok', payload } as const;
  };

test('a function gets a real SQS event, and what it has done is deleted', async () => {
  const { events, left } = await consume(['one', 'two'], failing());

  const records = events.flatMap(({ Records }) => Records);
  expect(records.map(({ body }) => body).sort()).toEqual(['one', 'two']);
  expect(records[0]).toMatchObject({
    eventSource: 'aws:sqs',
    eventSourceARN: expect.stringMatching(/^arn:aws:sqs:eu-west-1:000000000000:queue-/),
    awsRegion: REGION,
    messageId: expect.any(String),
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d+$/) },
  });
  expect(left).toBe(0);
});

test('only what is reported as failed stays', async () => {
  const { left } = await consume(['good', 'bad', 'fine'], failing('bad'));

  expect(left).toBe(1);
});

test('a function that answers nothing has done all', async () => {
  const { left } = await consume(['good'], () => ({ kind: 'ok', payload: null }));

  expect(left).toBe(0);
});

test.each([
  ['fails', { kind: 'error', errorType: 'Error' } as const],
  ['answers nonsense', { kind: 'ok', payload: { batchItemFailures: 'all' } } as const],
  [
    'names a message that was not there',
    { kind: 'ok', payload: { batchItemFailures: [{ itemIdentifier: 'other' }] } } as const,
  ],
])('a function that %s leaves the whole batch', async (_, result) => {
  const { left } = await consume(['one', 'two'], () => result);

  expect(left).toBe(2);
});
