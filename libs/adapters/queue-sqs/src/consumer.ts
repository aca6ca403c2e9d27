import { ReceiveMessageCommand, SQSClient, type ReceiveMessageRequest } from '@aws-sdk/client-sqs';
import type { FailureLog } from '@patchbay/messaging';
import { backoffMs, errorName, sleep, type Logger } from '@patchbay/platform';
import { Consumer } from 'sqs-consumer';
import { attemptMessage } from './attempt';
import { InHand } from './in-hand';
import { pollLimit } from './poll-limit';
import { DEFAULT_RETRY_BASE_MS } from './retry-delay';
import { createSqsLeaseQueue } from './sqs-lease-queue';

export interface ConsumerOptions {
  readonly queueUrl: string;
  /**
   * Done when it resolves; when it throws, the message stays for a retry. May see a message twice.
   * Must end soon after its signal aborts: until then the message and its place are kept.
   */
  readonly handle: (body: string, signal: AbortSignal) => Promise<void>;
  /** Keeps why an attempt failed, for whoever finds the message on the dead-letter queue. */
  readonly failures: Pick<FailureLog, 'note'>;
  readonly logger: Logger;
  /** Messages in hand at once; one that is slow keeps only its own place. */
  readonly concurrency?: number;
  /** How long a message of a consumer that died stays invisible; renewed by heartbeat. */
  readonly visibilityS?: number;
  /** After this the handler's signal aborts: a hung handler must not hold its message for ever. */
  readonly handlerLimitMs?: number;
  /** Longest wait before the first retry; each further one may be four times as long. */
  readonly retryBaseMs?: number | undefined;
}

export interface RunningConsumer {
  /** Takes no further message, waits for the handlers in hand, then resolves. */
  stop(): Promise<void>;
}

/** Most that SQS gives in one receive. */
const MAX_BATCH = 10;
/** Longest that SQS lets a poll wait; fewer empty polls cost less. */
const LONG_POLL_S = 20;
/** A poll that is cut ends at once; `stopped` comes before that without it. */
const POLL_END_LIMIT_MS = 10_000;
/** While SQS itself fails, polls are spaced out rather than repeated in a tight loop. */
const POLL_BACKOFF = { baseMs: 500, capMs: 20_000 };

/**
 * Consumes a queue: each message is handled, held and removed on its own, so one failure retries
 * only itself, and a message that keeps failing ends on the queue's dead-letter queue. sqs-consumer
 * polls; what it would do with a message stands in attempt.ts (decision 11).
 */
export function startConsumer(
  options: ConsumerOptions,
  client = new SQSClient({}),
): RunningConsumer {
  const { queueUrl, logger, concurrency = 20, visibilityS = 60 } = options;
  const queue = queueUrl.slice(queueUrl.lastIndexOf('/') + 1);
  const attemptOptions = {
    ...{ handlerLimitMs: 50_000, ...options, queue, visibilityS },
    retryBaseMs: options.retryBaseMs ?? DEFAULT_RETRY_BASE_MS,
    messages: createSqsLeaseQueue({ queueUrl }, client),
  };
  const stopping = new AbortController();
  const inHand = new InHand(concurrency);
  let failedPolls = 0;

  const consumer = Consumer.create({
    queueUrl,
    sqs: receiver(client, inHand, stopping.signal),
    batchSize: MAX_BATCH,
    waitTimeSeconds: LONG_POLL_S,
    visibilityTimeout: visibilityS,
    shouldDeleteMessages: false,
    pollingCompleteWaitTimeMs: POLL_END_LIMIT_MS,
    messageSystemAttributeNames: ['ApproximateReceiveCount'],
    preReceiveMessageCallback: () =>
      failedPolls === 0 ? Promise.resolve() : sleep(pollBackoffMs(failedPolls), stopping.signal),
    postReceiveMessageCallback: async () => void (failedPolls = 0),
    // Resolves at once: the library polls again only when its handlers are done.
    handleMessage: async (message) => {
      inHand.add(attemptMessage(message, attemptOptions));
      return undefined;
    },
  });
  consumer.on('error', (error) => {
    if (stopping.signal.aborted) return;
    failedPolls += 1;
    logger.warn('queue cannot be read', { queue, errorName: errorName(error.cause ?? error) });
  });
  consumer.start();
  return {
    async stop() {
      await stopPolling(consumer, stopping);
      await inHand.untilEmpty();
    },
  };
}

const pollBackoffMs = (failures: number) => backoffMs(failures, POLL_BACKOFF);

/** The library's client, which only receives: as much as there is room for, until polling stops. */
function receiver(client: SQSClient, inHand: InHand, stopped: AbortSignal): SQSClient {
  const receive = async ({ input }: { input: ReceiveMessageRequest }) => {
    await inHand.untilRoom();
    const MaxNumberOfMessages = Math.min(MAX_BATCH, inHand.room);
    return client.send(new ReceiveMessageCommand({ ...input, MaxNumberOfMessages }), {
      abortSignal: pollLimit(LONG_POLL_S, stopped),
    });
  };
  return { send: receive } as unknown as SQSClient;
}

function stopPolling(consumer: Consumer, stopping: AbortController): Promise<void> {
  if (stopping.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    consumer.once('stopped', () => resolve());
    stopping.abort();
    consumer.stop();
  });
}
