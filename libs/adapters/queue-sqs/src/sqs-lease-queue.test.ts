import type { SQSClient } from '@aws-sdk/client-sqs';
import { createSqsLeaseQueue } from './sqs-lease-queue';

const queueUrl = 'http://127.0.0.1:1/000000000000/calls';

function queueAnswering(answer: () => unknown) {
  const client = { send: async () => answer() } as unknown as SQSClient;
  return createSqsLeaseQueue({ queueUrl }, client);
}

const failing = (name: string) =>
  queueAnswering(() => {
    throw Object.assign(new Error(name), { name });
  });

describe('the SQS lease queue', () => {
  test('receives messages with the handle that holds them', async () => {
    const queue = queueAnswering(() => ({
      Messages: [{ Body: 'one', ReceiptHandle: 'h1', MessageId: 'm1' }],
    }));

    const messages = await queue.receive({
      limit: 1,
      visibilityS: 5,
      waitS: 20,
      signal: new AbortController().signal,
    });

    expect(messages).toEqual([{ body: 'one', receiptHandle: 'h1', messageId: 'm1' }]);
  });

  test('an aborted receive is empty, a failed one throws', async () => {
    const stopping = AbortSignal.abort();
    const options = { limit: 1, visibilityS: 5, waitS: 20 };

    expect(await failing('AbortError').receive({ ...options, signal: stopping })).toEqual([]);
    await expect(
      failing('AbortError').receive({ ...options, signal: new AbortController().signal }),
    ).rejects.toThrow('AbortError');
  });

  test.each(['ReceiptHandleIsInvalid', 'MessageNotInflight', 'InvalidParameterValue'])(
    'a heartbeat refused with %s is a lost lease',
    async (name) => {
      await expect(failing(name).extend('h1', 5)).rejects.toMatchObject({ name: 'LeaseLostError' });
    },
  );

  test('a heartbeat that did not arrive is not a lost lease', async () => {
    await expect(failing('TimeoutError').extend('h1', 5)).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  test('in a batch each refused entry is told from those that are held', async () => {
    const Failed = [
      { Id: '1', Code: 'ReceiptHandleIsInvalid', SenderFault: true },
      { Id: '2', Code: 'InternalError', SenderFault: false },
    ];
    const queue = queueAnswering(() => ({ Successful: [{ Id: '0' }], Failed }));

    expect(await queue.extendAll(['h0', 'h1', 'h2'], 5)).toEqual(['held', 'lost', 'unknown']);
  });
});
