import {
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { errorName, sleep, type Logger } from '@patchbay/platform';
import type { LambdaInvoker, LambdaResult } from './lambda-invoker';
import { sqsEvent } from './sqs-event';

export interface EventSourceMappingOptions {
  readonly queueArn: string;
  readonly functionName: string;
  readonly functionTimeoutMs: number;
  readonly lambda: LambdaInvoker;
  readonly sqs: SQSClient;
  readonly logger: Logger;
}

const BATCH_SIZE = 10;
const LONG_POLL_S = 20;
const PAUSE_AFTER_ERROR_MS = 1000;
/** A queue that takes requests and answers none must not end the polling for good. */
const ANSWER_LIMIT_MS = 5000;

/** Source: Lambda developer guide, "Implementing partial batch responses". */
const partialResponseSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).default([]),
});

/**
 * Feeds a queue's messages to a function, as Lambda's poller does: what the function did not
 * report as failed is deleted, the rest becomes visible again in its time.
 */
export function startEventSourceMapping(options: EventSourceMappingOptions): {
  close(): Promise<void>;
} {
  const stop = new AbortController();
  const polling = poll(options, stop.signal);
  return {
    close: () => {
      stop.abort();
      return polling;
    },
  };
}

async function poll(options: EventSourceMappingOptions, stopped: AbortSignal): Promise<void> {
  const { queueArn, functionName, functionTimeoutMs, lambda, logger } = options;
  while (!stopped.aborted) {
    try {
      const messages = await receive(options, stopped);
      if (messages.length === 0) continue;
      const event = sqsEvent(messages, queueArn);
      const result = await lambda.invoke(functionName, event, functionTimeoutMs);
      await remove(options, succeeded(messages, result));
    } catch (error) {
      if (stopped.aborted) return;
      logger.error('polling a queue failed', { queue: queueArn, errorName: errorName(error) });
      await sleep(PAUSE_AFTER_ERROR_MS, stopped);
    }
  }
}

async function receive({ sqs, queueArn }: EventSourceMappingOptions, stopped: AbortSignal) {
  const limit = AbortSignal.timeout(LONG_POLL_S * 1000 + ANSWER_LIMIT_MS);
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: await queueUrl(sqs, queueArn),
      MaxNumberOfMessages: BATCH_SIZE,
      WaitTimeSeconds: LONG_POLL_S,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
    { abortSignal: AbortSignal.any([stopped, limit]) },
  );
  return Messages;
}

async function remove({ sqs, queueArn }: EventSourceMappingOptions, messages: readonly Message[]) {
  if (messages.length === 0) return;
  await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: await queueUrl(sqs, queueArn),
      Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
    }),
    within(ANSWER_LIMIT_MS),
  );
}

async function queueUrl(sqs: SQSClient, queueArn: string): Promise<string | undefined> {
  const QueueName = queueArn.split(':').at(-1);
  return (await sqs.send(new GetQueueUrlCommand({ QueueName }), within(ANSWER_LIMIT_MS))).QueueUrl;
}

const within = (limitMs: number) => ({ abortSignal: AbortSignal.timeout(limitMs) });

/** An answer that cannot be read, or names a message that was not there, fails the whole batch. */
function succeeded(messages: readonly Message[], result: LambdaResult): readonly Message[] {
  if (result.kind === 'error') return [];
  const response = partialResponseSchema.safeParse(result.payload ?? {});
  if (!response.success) return [];
  const failed = new Set(response.data.batchItemFailures.map((item) => item.itemIdentifier));
  const known = new Set(messages.map(({ MessageId }) => MessageId));
  if ([...failed].some((id) => !known.has(id))) return [];
  return messages.filter(({ MessageId }) => !failed.has(MessageId ?? ''));
}
