import type { EventContent } from '../eventbridge/bus-event';
import type { Contact } from './contact';

export type ContactEventType = 'INITIATED' | 'QUEUED' | 'DISCONNECTED';

/** A contact's life as told on the default bus ("Amazon Connect contact events", admin guide). */
export function contactEvent(
  contact: Contact,
  eventType: ContactEventType,
  timeMs: number,
): EventContent {
  const disconnected = eventType === 'DISCONNECTED';
  return {
    source: 'aws.connect',
    detailType: 'Amazon Connect Contact Event',
    timeMs,
    resources: [contact.instanceArn, `${contact.instanceArn}/contact/${contact.contactId}`],
    detail: {
      eventType,
      contactId: contact.contactId,
      instanceArn: contact.instanceArn,
      channel: 'VOICE',
      initiationMethod: 'INBOUND',
      initiationTimestamp: new Date(contact.initiatedAtMs).toISOString(),
      ...(disconnected && { disconnectTimestamp: new Date(timeMs).toISOString() }),
      ...(contact.queueArn !== undefined && { queueInfo: { queueArn: contact.queueArn } }),
    },
  };
}
