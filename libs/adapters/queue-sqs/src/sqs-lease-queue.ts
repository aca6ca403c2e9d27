import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { LeaseLostError, type LeaseQueue, type ReceivedMessage } from '@patchbay/messaging';
import { connectionPool, errorName } from '@patchbay/platform';

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

/**
 * Messages of one SQS queue, held in flight by heartbeat. SQS announces work, it does not fence
 * it: an expired message that nobody has received yet is revived by a heartbeat.
 */
export function createSqsLeaseQueue(
  { queueUrl }: { queueUrl: string },
  client = new SQSClient({ requestHandler: connectionPool }),
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
        const { Messages = [] } = await client.send(command, { abortSignal: signal });
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

    async remove(receiptHandle) {
      await client.send(new DeleteMessageCommand(held(receiptHandle)));
    },
  };
}

function received({ Body, ReceiptHandle }: Message): ReceivedMessage[] {
  return Body && ReceiptHandle ? [{ body: Body, receiptHandle: ReceiptHandle }] : [];
}
