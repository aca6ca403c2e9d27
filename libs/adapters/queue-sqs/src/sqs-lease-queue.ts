import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
  type BatchResultErrorEntry,
  type Message,
} from '@aws-sdk/client-sqs';
import {
  LeaseLostError,
  type Extension,
  type LeaseQueue,
  type ReceivedMessage,
} from '@patchbay/messaging';
import { busyClient, errorName } from '@patchbay/platform';
import { pollLimit } from './poll-limit';

/**
 * Names under which SQS refuses a heartbeat for a message that is no longer held: its handle is
 * void, or its visibility ended. An expired handle comes as a mere invalid parameter.
 */
const NOT_HELD = new Set([
  'ReceiptHandleIsInvalid',
  'MessageNotInflight',
  'AWS.SimpleQueueService.MessageNotInflight',
  'InvalidParameterValue',
  'InvalidParameterValueException',
]);

/** After this no lease is left that a heartbeat's answer could renew. */
const HEARTBEAT_LIMIT_MS = 4000;

/** A call that is over keeps its place until its message is removed: not for ever. */
const REMOVAL_LIMIT_MS = 5000;

/**
 * Messages of one SQS queue, held in flight by heartbeat. SQS announces work, it does not fence
 * it: an expired message that nobody has received yet is revived by a heartbeat.
 */
export function createSqsLeaseQueue(
  { queueUrl }: { queueUrl: string },
  client = new SQSClient(busyClient),
): LeaseQueue {
  const held = (receiptHandle: string) => ({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle });
  return {
    /** An aborted receive answers no messages. */
    async receive({ limit, visibilityS, waitS, signal }) {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: limit,
        VisibilityTimeout: visibilityS,
        WaitTimeSeconds: waitS,
      });
      try {
        const { Messages = [] } = await client.send(command, {
          abortSignal: pollLimit(waitS, signal),
        });
        return Messages.flatMap(received);
      } catch (error) {
        if (signal.aborted) return [];
        throw error;
      }
    },

    async extend(receiptHandle, visibilityS) {
      const command = new ChangeMessageVisibilityCommand({
        ...held(receiptHandle),
        VisibilityTimeout: visibilityS,
      });
      try {
        await client.send(command);
      } catch (error) {
        if (NOT_HELD.has(errorName(error))) throw new LeaseLostError(error);
        throw error;
      }
    },

    async extendAll(receiptHandles, visibilityS) {
      if (receiptHandles.length === 0) return [];
      const command = new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queueUrl,
        Entries: receiptHandles.map((ReceiptHandle, index) => ({
          Id: String(index),
          ReceiptHandle,
          VisibilityTimeout: visibilityS,
        })),
      });
      const { Failed = [] } = await client.send(command, within(HEARTBEAT_LIMIT_MS));
      return receiptHandles.map((_, index) =>
        outcomeOf(Failed.find(({ Id }) => Id === String(index))),
      );
    },

    async remove(receiptHandle) {
      await client.send(new DeleteMessageCommand(held(receiptHandle)), within(REMOVAL_LIMIT_MS));
    },
  };
}

const within = (limitMs: number) => ({ abortSignal: AbortSignal.timeout(limitMs) });

/** A batch answers 200 also when entries of it were refused. */
function outcomeOf(failed: BatchResultErrorEntry | undefined): Extension {
  if (!failed) return 'held';
  return NOT_HELD.has(failed.Code ?? '') ? 'lost' : 'unknown';
}

function received({ Body, ReceiptHandle, MessageId = '' }: Message): ReceivedMessage[] {
  return Body && ReceiptHandle
    ? [{ body: Body, messageId: MessageId, receiptHandle: ReceiptHandle }]
    : [];
}
