import { contactEnded, contactEventSchema } from './contact-event';

const event = (detail: object) => ({
  source: 'aws.connect',
  'detail-type': 'Amazon Connect Contact Event',
  detail,
});
const endedContact = (detail: object) => contactEnded(contactEventSchema.parse(event(detail)));

describe('a contact event', () => {
  test.each([
    { eventType: 'DISCONNECTED', contactId: 'contact-1' },
    { EventType: 'Disconnected', ContactId: 'contact-1', channel: 'VOICE' },
  ])('tells of a disconnect in whatever casing: %j', (detail) => {
    expect(endedContact(detail)).toBe('contact-1');
  });

  test('of another type tells of none', () => {
    expect(endedContact({ eventType: 'INITIATED', contactId: 'contact-1' })).toBeUndefined();
  });

  test.each([{ eventType: 'DISCONNECTED' }, { contactId: 'contact-1' }, { contactId: '' }])(
    'without type or contact is none: %j',
    (detail) => {
      expect(contactEventSchema.safeParse(event(detail)).success).toBe(false);
    },
  );

  test('of another source is none', () => {
    const foreign = {
      ...event({ eventType: 'DISCONNECTED', contactId: 'c' }),
      source: 'example.app',
    };

    expect(contactEventSchema.safeParse(foreign).success).toBe(false);
  });
});
