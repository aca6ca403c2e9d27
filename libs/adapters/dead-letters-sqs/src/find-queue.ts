import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { UnknownQueueError } from '@patchbay/messaging';
import { errorName } from '@patchbay/platform';

const NO_SUCH_QUEUE = new Set(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue']);

/** The URL of a queue by its name. @throws UnknownQueueError */
export async function findQueueUrl(name: string, client = new SQSClient({})): Promise<string> {
  try {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
    if (QueueUrl) return QueueUrl;
  } catch (error) {
    if (!NO_SUCH_QUEUE.has(errorName(error))) throw error;
    throw new UnknownQueueError(name, error);
  }
  throw new UnknownQueueError(name);
}
