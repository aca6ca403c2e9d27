import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { errorName, isRetryable, sleep, backoffMs, type Logger } from '@patchbay/platform';
import { Consumer } from 'sqs-consumer';
import { retryDelayS } from './retry-delay';

export interface ConsumerOptions {
  readonly queueUrl: string;
  /** Done when it resolves; when it throws, the message stays for a retry. May see a message twice. */
  readonly handle: (body: string, signal: AbortSignal) => Promise<void>;
  readonly logger: Logger;
  /** Messages in hand at once (1–10); the next poll waits for the slowest of them. */
  readonly batchSize?: number;
  /** How long a message of a consumer that died stays invisible; renewed by heartbeat. */
  readonly visibilityS?: number;
  /** After this the handler's signal aborts: a hung handler must not hold its message for ever. */
  readonly handlerLimitMs?: number;
}

export interface RunningConsumer {
  /** Takes no further message, waits for the handlers in hand, then resolves. */
  stop(): Promise<void>;
}

/** Longest that SQS lets a poll wait; fewer empty polls cost less. */
const LONG_POLL_S = 20;
const HEARTBEATS_PER_VISIBILITY = 3;
/** Slack over the handler's limit, for its delete; `stopped` comes too early without it. */
const STOP_SLACK_MS = 10_000;
/** While SQS itself fails, polls are spaced out rather than repeated in a tight loop. */
const POLL_BACKOFF = { baseMs: 500, capMs: 20_000 };

/**
 * Consumes a queue: each message is handled and deleted on its own, so one failure retries only
 * itself, and a message that keeps failing ends on the queue's dead-letter queue.
 */
export function startConsumer(
  options: ConsumerOptions,
  client = new SQSClient({}),
): RunningConsumer {
  const { queueUrl, logger, batchSize = 10, visibilityS = 60, handlerLimitMs = 50_000 } = options;
  const queue = queueUrl.slice(queueUrl.lastIndexOf('/') + 1);
  const stopping = new AbortController();
  let failedPolls = 0;

  const consumer = Consumer.create({
    queueUrl,
    sqs: cutReceives(client, stopping.signal),
    batchSize,
    waitTimeSeconds: LONG_POLL_S,
    visibilityTimeout: visibilityS,
    heartbeatInterval: visibilityS / HEARTBEATS_PER_VISIBILITY,
    pollingCompleteWaitTimeMs: handlerLimitMs + STOP_SLACK_MS,
    messageSystemAttributeNames: ['ApproximateReceiveCount'],
    preReceiveMessageCallback: () =>
      failedPolls === 0 ? Promise.resolve() : sleep(pollBackoffMs(failedPolls), stopping.signal),
    postReceiveMessageCallback: async () => void (failedPolls = 0),
    handleMessage: (message) => handleOne(message, { ...options, handlerLimitMs, queue }, client),
  });
  consumer.on('error', (error, message) => {
    if (stopping.signal.aborted && !message) return;
    if (!message) failedPolls += 1;
    logger.warn('queue request failed', { queue, errorName: causeName(error) });
  });
  consumer.on('processing_error', (error) =>
    logger.error('message not settled', { queue, errorName: causeName(error) }),
  );
  consumer.start();
  return { stop: () => stopConsumer(consumer, stopping) };
}

const pollBackoffMs = (failures: number) => backoffMs(failures, POLL_BACKOFF);

/** The library wraps errors; the name worth logging is that of the cause. */
const causeName = (error: Error) => errorName(error.cause ?? error);

/** @returns the message when it is done; undefined keeps it on the queue */
async function handleOne(
  message: Message,
  { queueUrl, queue, handle, logger, handlerLimitMs }: HandlingOptions,
  client: SQSClient,
): Promise<Message | undefined> {
  try {
    await handle(message.Body ?? '', AbortSignal.timeout(handlerLimitMs));
    return message;
  } catch (error) {
    const attempt = Number(message.Attributes?.ApproximateReceiveCount ?? 1);
    const fields = { queue, attempt, errorName: errorName(error), retryable: isRetryable(error) };
    logger.warn('message failed', fields);
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: message.ReceiptHandle,
        VisibilityTimeout: retryDelayS(error, attempt),
      }),
    );
    return undefined;
  }
}

type HandlingOptions = ConsumerOptions & { handlerLimitMs: number; queue: string };

/**
 * The library can abort all of its requests or none. Cutting a delete would repeat a message that
 * was handled, so only the waiting receives are cut.
 */
function cutReceives(client: SQSClient, signal: AbortSignal): SQSClient {
  const send = client.send.bind(client) as (command: object, options?: object) => Promise<unknown>;
  const cut = (command: object, options?: object) =>
    command instanceof ReceiveMessageCommand
      ? send(command, { ...options, abortSignal: signal })
      : send(command, options);
  return { send: cut } as SQSClient;
}

function stopConsumer(consumer: Consumer, stopping: AbortController): Promise<void> {
  if (stopping.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    consumer.once('stopped', () => resolve());
    stopping.abort();
    consumer.stop();
  });
}
