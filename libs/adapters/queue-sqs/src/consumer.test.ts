import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { createLogger, PatchbayError } from '@patchbay/platform';
import { startConsumer, type RunningConsumer } from './consumer';

const silent = createLogger('test', { level: 'silent' });

/** A queue of one batch: a second receive waits, as a long poll does, until it is aborted. */
function scriptedQueue(bodies: readonly string[]) {
  const deleted: unknown[] = [];
  const delayed: unknown[] = [];
  let batch: Message[] | undefined = bodies.map((Body, index) => ({
    Body,
    MessageId: `m${index}`,
    ReceiptHandle: Body,
    Attributes: { ApproximateReceiveCount: '1' },
  }));
  const receive = (signal: AbortSignal) => {
    const Messages = batch;
    batch = undefined;
    if (Messages) return Promise.resolve({ Messages });
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason)),
    );
  };
  const client = {
    send: async (command: object, { abortSignal }: { abortSignal?: AbortSignal } = {}) => {
      if (command instanceof ReceiveMessageCommand && abortSignal) return receive(abortSignal);
      if (command instanceof DeleteMessageCommand) deleted.push(command.input.ReceiptHandle);
      if (command instanceof ChangeMessageVisibilityCommand) delayed.push(command.input);
      return {};
    },
  } as unknown as SQSClient;
  return { client, deleted, delayed };
}

/** A promise and its resolver. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe('the SQS consumer', () => {
  let consumer: RunningConsumer;
  const consume = (
    queue: ReturnType<typeof scriptedQueue>,
    handle: (body: string) => Promise<void>,
  ) => {
    const queueUrl = 'http://127.0.0.1:1/000000000000/transcripts';
    consumer = startConsumer({ queueUrl, handle, logger: silent }, queue.client);
  };

  test('a message that fails stays, to be retried later; its neighbours are done', async () => {
    const queue = scriptedQueue(['good', 'bad', 'hopeless']);
    const errors: Record<string, Error> = {
      bad: new Error('service is down'),
      hopeless: new PatchbayError('BadMessageError', 'not JSON', { retryable: false }),
    };

    consume(queue, async (body) => {
      const error = errors[body];
      if (error) throw error;
    });
    await consumer.stop();

    expect(queue.deleted).toEqual(['good']);
    expect(queue.delayed).toEqual([
      expect.objectContaining({ ReceiptHandle: 'bad', VisibilityTimeout: expect.any(Number) }),
      expect.objectContaining({ ReceiptHandle: 'hopeless', VisibilityTimeout: 0 }),
    ]);
    expect(queue.delayed[0]).not.toMatchObject({ VisibilityTimeout: 0 });
  });

  test('stopping waits for the handler in hand and for its delete', async () => {
    const queue = scriptedQueue(['slow']);
    const started = gate();
    const finish = gate();
    let stopped = false;

    consume(queue, async () => {
      started.open();
      await finish.opened;
    });
    await started.opened;
    const stopping = consumer.stop().then(() => (stopped = true));
    await new Promise(setImmediate);
    const stoppedEarly = stopped;
    finish.open();
    await stopping;

    expect(stoppedEarly).toBe(false);
    expect(queue.deleted).toEqual(['slow']);
  });

  test('stopping cuts an idle long poll short', async () => {
    const queue = scriptedQueue([]);
    consume(queue, async () => undefined);

    const startedMs = performance.now();
    await consumer.stop();

    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});
