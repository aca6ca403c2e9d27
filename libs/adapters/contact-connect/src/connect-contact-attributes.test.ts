import { ResourceNotFoundException, type ConnectClient } from '@aws-sdk/client-connect';
import { createContactAttributes } from './connect-contact-attributes';

function attributesWith(send: (command: { input: object }) => Promise<unknown>) {
  return createContactAttributes({ instanceId: 'instance-1' }, {
    send,
  } as unknown as ConnectClient);
}

describe('contact attributes', () => {
  test('are set on the contact of the instance', async () => {
    const inputs: object[] = [];
    const attributes = attributesWith(async ({ input }) => inputs.push(input));

    await attributes.set('contact-0001', { patchbay_transcript: 'https://example.test/t.json' });

    expect(inputs).toEqual([
      {
        InstanceId: 'instance-1',
        InitialContactId: 'contact-0001',
        Attributes: { patchbay_transcript: 'https://example.test/t.json' },
      },
    ]);
  });

  test('an unknown contact is named and not worth a retry', async () => {
    const attributes = attributesWith(async () => {
      throw new ResourceNotFoundException({ message: 'no', $metadata: {} });
    });

    await expect(attributes.set('contact-0001', {})).rejects.toMatchObject({
      name: 'UnknownContactError',
      retryable: false,
    });
  });
});
