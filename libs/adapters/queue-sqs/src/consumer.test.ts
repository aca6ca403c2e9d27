import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { FailedAttempt } from '@patchbay/messaging';
import { createLogger, PatchbayError } from '@patchbay/platform';
import { aBusMessage, anEvent } from '@patchbay/testing';
import { startConsumer, type ConsumerOptions, type RunningConsumer } from './consumer';

const silent = createLogger('test', { level: 'silent' });

/** A queue of one batch a receive, then a long poll that waits until it is aborted. */
function scriptedQueue(...batches: string[][]) {
  const deleted: unknown[] = [];
  const extended: { handle: string | undefined; visibilityS: number | undefined }[] = [];
  const asked: (number | undefined)[] = [];
  let heartbeats: () => Promise<object> = async () => ({});
  const messages = (bodies: string[]): Message[] =>
    bodies.map((Body, index) => ({
      Body,
      MessageId: `m${index}`,
      ReceiptHandle: Body,
      Attributes: { ApproximateReceiveCount: '2' },
    }));
  const receive = (signal: AbortSignal) => {
    const batch = batches.shift();
    if (batch) return Promise.resolve({ Messages: messages(batch) });
    return new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  };
  const client = {
    send: async (command: object, { abortSignal }: { abortSignal?: AbortSignal } = {}) => {
      if (command instanceof ReceiveMessageCommand && abortSignal) {
        asked.push(command.input.MaxNumberOfMessages);
        return receive(abortSignal);
      }
      if (command instanceof DeleteMessageCommand) deleted.push(command.input.ReceiptHandle);
      if (command instanceof ChangeMessageVisibilityCommand) {
        const { ReceiptHandle: handle, VisibilityTimeout: visibilityS } = command.input;
        extended.push({ handle, visibilityS });
        return heartbeats();
      }
      return {};
    },
  } as unknown as SQSClient;
  const answerHeartbeats = (answer: typeof heartbeats) => (heartbeats = answer);
  return { client, deleted, extended, asked, answerHeartbeats };
}

/** A promise and its resolver. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

describe('the SQS consumer', () => {
  let consumer: RunningConsumer;
  let noted: FailedAttempt[];
  beforeEach(() => void (noted = []));

  const consume = (
    queue: ReturnType<typeof scriptedQueue>,
    handle: ConsumerOptions['handle'],
    options: Partial<ConsumerOptions> = {},
  ) => {
    const queueUrl = 'http://127.0.0.1:1/000000000000/transcripts';
    const failures = { note: async (failure: FailedAttempt) => void noted.push(failure) };
    consumer = startConsumer(
      { queueUrl, handle, failures, logger: silent, ...options },
      queue.client,
    );
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
    expect(queue.extended).toEqual([
      { handle: 'bad', visibilityS: expect.any(Number) },
      { handle: 'hopeless', visibilityS: 0 },
    ]);
    expect(queue.extended[0]?.visibilityS).toBeGreaterThan(5);
  });

  test('each failure is noted under the id of its event, and no foreign words are kept', async () => {
    const event = anEvent.callEnded();
    const queue = scriptedQueue([aBusMessage(event), 'no event']);

    consume(queue, async (body) => {
      if (body === 'no event') throw new SyntaxError(`Unexpected token in "${body}"`);
      throw new PatchbayError('MissingTurnError', 'The turn is not stored.', { retryable: true });
    });
    await consumer.stop();

    const at = { queue: 'transcripts', attempt: 2, failedAtMs: expect.any(Number) };
    expect(noted).toEqual([
      {
        ...at,
        ...{ eventId: event.id, eventType: 'CallEnded' },
        ...{ errorName: 'MissingTurnError', errorMessage: 'The turn is not stored.' },
      },
      {
        ...at,
        ...{ eventId: 'message:m1', eventType: 'unknown', errorName: 'SyntaxError' },
        errorMessage: expect.not.stringContaining('no event'),
      },
    ]);
  });

  test('a failure log that is down holds up no retry', async () => {
    const queue = scriptedQueue(['bad']);

    consume(queue, () => Promise.reject(new Error('x')), {
      failures: { note: () => Promise.reject(new Error('throttled')) },
    });
    await consumer.stop();

    expect(queue.extended).toHaveLength(1);
  });

  test('the next poll does not wait for a slow message, and takes what there is room for', async () => {
    const queue = scriptedQueue(['slow', 'one', 'two'], ['three']);
    const slow = gate();
    const third = gate();

    consume(
      queue,
      async (body) => {
        if (body === 'slow') await slow.opened;
        if (body === 'three') third.open();
      },
      { concurrency: 3 },
    );
    await third.opened;
    const deletedMeanwhile = [...queue.deleted];
    slow.open();
    await consumer.stop();

    expect(deletedMeanwhile).toEqual(['one', 'two']);
    expect(queue.asked[0]).toBe(3);
    expect(Math.max(...queue.asked.slice(1).map(Number))).toBeLessThanOrEqual(3);
    expect(queue.deleted).toHaveLength(4);
  });

  test('no more messages are in hand than there are places', async () => {
    const queue = scriptedQueue(['a', 'b'], ['c']);
    const finish = gate();
    const full = gate();
    let inHand = 0;

    consume(
      queue,
      async () => {
        if (++inHand === 2) full.open();
        await finish.opened;
      },
      { concurrency: 2 },
    );
    await full.opened;
    await new Promise(setImmediate);
    const receives = queue.asked.length;
    finish.open();
    await consumer.stop();

    expect(receives).toBe(1);
  });

  test('a handler whose time is over is told to stop, and its message waits until it has', async () => {
    const queue = scriptedQueue(['hangs']);
    const told = gate();
    const cleanUp = gate();

    consume(
      queue,
      async (_, signal) => {
        await aborted(signal);
        told.open();
        await cleanUp.opened;
        throw new Error('was cut');
      },
      { handlerLimitMs: 10 },
    );
    await told.opened;
    for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate);
    const putBackEarly = queue.extended.length;
    cleanUp.open();
    await consumer.stop();

    expect(putBackEarly).toBe(0);
    expect(noted).toMatchObject([{ errorName: 'HandlerTimedOutError' }]);
    expect(queue.extended).toHaveLength(1);
    expect(queue.deleted).toEqual([]);
  });

  test('heartbeats hold a message for as long as its handler works', async () => {
    const queue = scriptedQueue(['long']);

    consume(
      queue,
      async () => {
        while (queue.extended.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
      },
      { visibilityS: 0.03 },
    );
    await consumer.stop();

    expect(queue.extended[0]).toEqual({ handle: 'long', visibilityS: 0.03 });
    expect(queue.deleted).toEqual(['long']);
  });

  test.each([
    ['refused', () => Promise.reject(new Error('ReceiptHandleIsInvalid'))],
    ['unanswered', () => new Promise<object>(() => undefined)],
  ])(
    'a heartbeat that is %s stops the handling, and the message is left alone',
    async (_, beat) => {
      const queue = scriptedQueue(['lost']);
      queue.answerHeartbeats(beat);

      consume(
        queue,
        async (_, signal) => {
          await aborted(signal);
          throw signal.reason;
        },
        { visibilityS: 0.03 },
      );
      await new Promise<void>((resolve) => {
        const timer = setInterval(() => {
          if (noted.length === 0) return;
          clearInterval(timer);
          resolve();
        }, 5);
      });
      await consumer.stop();

      expect(noted).toMatchObject([{ errorName: 'LeaseLostError' }]);
      expect(queue.deleted).toEqual([]);
      expect(queue.extended.filter(({ visibilityS }) => visibilityS !== 0.03)).toEqual([]);
    },
  );

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
