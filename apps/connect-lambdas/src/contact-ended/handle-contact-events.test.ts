import { createRecordingLogger } from '@patchbay/testing';
import type { SQSEvent } from 'aws-lambda';
import { handleContactEvents } from './handle-contact-events';

const contactEvent = (detail: object) =>
  JSON.stringify({
    source: 'aws.connect',
    'detail-type': 'Amazon Connect Contact Event',
    detail,
  });

const sqsEvent = (...bodies: string[]) =>
  ({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) }) as SQSEvent;

async function handle(
  event: SQSEvent,
  onDisconnect: (contactId: string) => Promise<void> = () => Promise.resolve(),
) {
  const ended: string[] = [];
  const record = async (contactId: string) => {
    await onDisconnect(contactId);
    ended.push(contactId);
  };
  const response = await handleContactEvents(event, record, createRecordingLogger());
  return { ended, failed: response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}

describe('contact events', () => {
  test('a disconnect counts in either casing, other events do not', async () => {
    const { ended, failed } = await handle(
      sqsEvent(
        contactEvent({ eventType: 'DISCONNECTED', contactId: 'contact-a' }),
        contactEvent({ EventType: 'disconnected', ContactId: 'contact-b' }),
        contactEvent({ eventType: 'INITIATED', contactId: 'contact-c' }),
      ),
    );

    expect(ended).toEqual(['contact-a', 'contact-b']);
    expect(failed).toEqual([]);
  });

  test('only the messages that failed are reported', async () => {
    const { ended, failed } = await handle(
      sqsEvent(
        'not JSON',
        contactEvent({ eventType: 'DISCONNECTED', contactId: 'contact-a' }),
        contactEvent({ eventType: 'DISCONNECTED', contactId: 'contact-b' }),
      ),
      async (contactId) => {
        if (contactId === 'contact-b') throw new Error('store is away');
      },
    );

    expect(ended).toEqual(['contact-a']);
    expect(failed).toEqual(['m0', 'm2']);
  });
});
