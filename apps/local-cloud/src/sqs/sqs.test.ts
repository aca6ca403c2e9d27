import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { createLogger } from '@patchbay/platform';
import { clientConfig } from '../client-config';
import { startFront, type Front } from '../front/front';
import { createSqs, type SqsService } from './sqs';

const REGION = 'eu-west-1';
const arn = (name: string) => `arn:aws:sqs:${REGION}:000000000000:${name}`;

let front: Front;
let sqs: SQSClient;
let service: SqsService;
let endpointUrl: string;
let queues = 0;

beforeAll(async () => {
  service = await createSqs({ endpointUrl: () => endpointUrl });
  const logger = createLogger('test', { level: 'silent' });
  front = await startFront({ port: 0, services: [service], logger });
  endpointUrl = `http://127.0.0.1:${front.port}`;
  sqs = new SQSClient(clientConfig(endpointUrl, REGION));
});

afterAll(() => front.close());

async function createQueue(attributes: Record<string, string> = {}) {
  const QueueName = `queue-${++queues}`;
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName, Attributes: attributes }),
  );
  return { QueueName, QueueUrl };
}

async function receive(QueueUrl: string | undefined, waitS = 0, visibilityS = 30) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: waitS,
      VisibilityTimeout: visibilityS,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    }),
  );
  return Messages;
}

const send = (QueueUrl: string | undefined, MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));

test('a queue has a URL on the local port', async () => {
  const { QueueName, QueueUrl } = await createQueue();

  const found = await sqs.send(new GetQueueUrlCommand({ QueueName }));

  expect(QueueUrl).toBe(`${endpointUrl}/000000000000/${QueueName}`);
  expect(found.QueueUrl).toBe(QueueUrl);
});

test('a missing queue is refused by name', async () => {
  const call = sqs.send(new GetQueueUrlCommand({ QueueName: 'none' }));

  await expect(call).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});

test('a message is received once, then deleted for good', async () => {
  const { QueueUrl } = await createQueue();
  await send(QueueUrl, 'hello');

  const [message] = await receive(QueueUrl);
  const whileInFlight = await receive(QueueUrl);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );

  expect(message?.Body).toBe('hello');
  expect(whileInFlight).toEqual([]);
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
  });
});

test('batches name what failed', async () => {
  const { QueueUrl } = await createQueue();
  const Entries = ['a', 'b'].map((Id) => ({ Id, MessageBody: `body ${Id}` }));

  const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  const messages = await receive(QueueUrl);
  const [{ ReceiptHandle } = {}] = messages;
  const extended = await sqs.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'held', ReceiptHandle, VisibilityTimeout: 10 },
        { Id: 'stale', ReceiptHandle: 'not-a-handle', VisibilityTimeout: 10 },
      ],
    }),
  );
  const removed = await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: messages.map(({ ReceiptHandle }, i) => ({ Id: `${i}`, ReceiptHandle })),
    }),
  );

  expect(sent.Successful).toHaveLength(2);
  expect(messages.map(({ Body }) => Body).sort()).toEqual(['body a', 'body b']);
  expect(extended.Successful?.map(({ Id }) => Id)).toEqual(['held']);
  expect(extended.Failed?.map(({ Id }) => Id)).toEqual(['stale']);
  expect(removed.Successful).toHaveLength(2);
});

test('a long poll answers as soon as a message comes', async () => {
  const { QueueUrl } = await createQueue();
  const startedMs = performance.now();

  const poll = receive(QueueUrl, 20);
  await send(QueueUrl, 'late');
  const messages = await poll;

  expect(messages.map(({ Body }) => Body)).toEqual(['late']);
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});

test('a long poll without messages ends when its time is over', async () => {
  const { QueueUrl } = await createQueue();
  const startedMs = performance.now();

  const messages = await receive(QueueUrl, 1);

  expect(messages).toEqual([]);
  expect(performance.now() - startedMs).toBeGreaterThan(900);
});

test("a killed consumer's long poll takes no message with it", async () => {
  const { QueueUrl } = await createQueue();
  for (let round = 0; round < 20; round++) {
    const killed = new AbortController();
    const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: killed.signal,
    });
    const ended = poll.catch((error: Error) => error.name);
    await receive(QueueUrl);

    killed.abort();
    expect(await ended).toBe('AbortError');
    await send(QueueUrl, `for the living ${round}`);

    expect(await receive(QueueUrl, 2)).toHaveLength(1);
  }
});

test('visibility 0 gives a message back, with its receives counted', async () => {
  const { QueueUrl } = await createQueue();
  await send(QueueUrl, 'again');

  const [first] = await receive(QueueUrl);
  await sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: first?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  const [second] = await receive(QueueUrl, 5);

  expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
});

test('a message received too often moves to the dead-letter queue', async () => {
  const dead = await createQueue();
  const { QueueUrl } = await createQueue({
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: arn(dead.QueueName),
      maxReceiveCount: 1,
    }),
  });
  await send(QueueUrl, 'poison');

  await receive(QueueUrl, 0, 0);
  const again = await receive(QueueUrl);

  expect(again).toEqual([]);
  expect((await receive(dead.QueueUrl, 5)).map(({ Body }) => Body)).toEqual(['poison']);
});

test('a service of AWS sends in process, and learns that a queue is missing', async () => {
  const { QueueName, QueueUrl } = await createQueue();

  await service.send(arn(QueueName), 'from a rule', { RULE_ARN: 'arn:rule' });

  const missing = service.send(arn('none'), 'lost');
  await expect(missing).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  expect((await receive(QueueUrl)).map(({ Body }) => Body)).toEqual(['from a rule']);
});

test('what the emulator cannot do is refused', async () => {
  const move = sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn('any') }));
  await expect(move).rejects.toMatchObject({ name: 'NotImplementedException' });

  const wait = createQueue({ ReceiveMessageWaitTimeSeconds: '20' });
  await expect(wait).rejects.toMatchObject({ name: 'NotImplementedException' });
});
