import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  createSqsBatchSender,
  createSqsDeadLetterQueue,
  findQueueUrl,
} from '@patchbay/dead-letters-sqs';
import type { DeadLetterQueue } from '@patchbay/messaging';
import { createLogger } from '@patchbay/platform';
import { clientConfig } from '../client-config';
import { startFront, type Front } from '../front/front';
import { createSqs } from '../sqs/sqs';

/** The adapter of dead letters against an SQS that answers as AWS's does. */
let front: Front;
let sqs: SQSClient;
let queues = 0;

beforeAll(async () => {
  let endpointUrl = '';
  const service = await createSqs({ endpointUrl: () => endpointUrl });
  const logger = createLogger('test', { level: 'silent' });
  front = await startFront({ port: 0, services: [service], logger });
  endpointUrl = `http://127.0.0.1:${front.port}`;
  sqs = new SQSClient(clientConfig(endpointUrl, 'eu-west-1'));
});

afterAll(() => front.close());

async function createQueue() {
  const QueueName = `letters-${++queues}`;
  await sqs.send(new CreateQueueCommand({ QueueName }));
  const queueUrl = await findQueueUrl(QueueName, sqs);
  return {
    sender: createSqsBatchSender({ queueUrl }, sqs),
    letters: createSqsDeadLetterQueue({ queueUrl }, sqs),
  };
}

const messages = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ body: `body ${index}`, attributes: {} }));

const receive = (letters: DeadLetterQueue) => letters.receive({ holdS: 30, waitS: 0 });

async function receiveAll(letters: DeadLetterQueue) {
  const all = [];
  for (let met = await receive(letters); met.length > 0; met = await receive(letters)) {
    all.push(...met);
  }
  return all;
}

test('a queue that is not there is named', async () => {
  await expect(findQueueUrl('none-dlq', sqs)).rejects.toMatchObject({
    name: 'UnknownQueueError',
    message: expect.stringContaining('none-dlq'),
  });
});

test('messages arrive as they were sent, with text and binary attributes', async () => {
  const { sender, letters } = await createQueue();
  const attributes = {
    ERROR_CODE: { type: 'String', text: 'NO_PERMISSIONS' },
    trace: { type: 'Binary', base64: Buffer.from([0, 255, 1]).toString('base64') },
  };

  const [messageId] = await sender.sendAll([{ body: 'hello', attributes }]);
  const [letter] = await receive(letters);

  expect(letter).toEqual({
    messageId,
    receiptHandle: expect.any(String),
    body: 'hello',
    attributes,
    sentAtMs: expect.any(Number),
    receiveCount: 1,
  });
  expect(Math.abs(Date.now() - (letter?.sentAtMs ?? 0))).toBeLessThan(60_000);
});

test('more than one batch is sent, held, released and removed', async () => {
  const { sender, letters } = await createQueue();

  const newIds = await sender.sendAll(messages(45));
  const held = await receiveAll(letters);
  const whileHeld = await letters.count();
  await letters.release(held.map(({ receiptHandle }) => receiptHandle));
  const again = await receiveAll(letters);
  const handles = again.map(({ receiptHandle }) => receiptHandle);
  const removed = await letters.remove(handles);

  expect(new Set(newIds).size).toBe(45);
  expect(held.map(({ messageId }) => messageId).sort()).toEqual([...newIds].sort());
  expect(whileHeld).toEqual({ visible: 0, held: 45 });
  expect(again).toHaveLength(45);
  expect(removed).toEqual(handles);
  expect(await letters.count()).toEqual({ visible: 0, held: 0 });
});

test('handles that are void are passed over', async () => {
  const { sender, letters } = await createQueue();
  await sender.sendAll(messages(1));
  const [letter] = await receive(letters);

  await letters.release(['not-a-handle', letter?.receiptHandle ?? '']);

  expect(await receive(letters)).toHaveLength(1);
});

test('messages too large for one request go by several, and one too large for any is refused', async () => {
  const { sender, letters } = await createQueue();
  const large = (bytes: number) => ({ body: 'x'.repeat(bytes), attributes: {} });

  const newIds = await sender.sendAll([large(700_000), large(700_000), large(2_000_000)]);

  expect(newIds.map((id) => id !== undefined)).toEqual([true, true, false]);
  expect(await receiveAll(letters)).toHaveLength(2);
});
