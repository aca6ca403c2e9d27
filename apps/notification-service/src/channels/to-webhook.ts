import type { Webhook, WebhookType } from '@patchbay/contracts';
import type { NotableEvent, ObjectUrl } from './channel';

/** Under which name each event goes out. */
export const WEBHOOK_TYPES = {
  TransferRequested: 'transfer.requested',
  CallbackRequested: 'callback.requested',
  VoicemailLeft: 'voicemail.left',
} as const satisfies Record<NotableEvent['type'], WebhookType>;

/** The body of the webhook that tells of an event. */
export function toWebhook(event: NotableEvent, objectUrl: ObjectUrl): Webhook {
  const { id, time, subject: contactId } = event;
  const about = { id, time, contactId, agentId: event.data.agentId };
  if (event.type === 'TransferRequested') {
    const { reason, transcriptKey } = event.data;
    const transcriptUrl = objectUrl(transcriptKey);
    return { ...about, type: WEBHOOK_TYPES[event.type], reason, transcriptUrl };
  }
  const requestUrl = objectUrl(event.data.requestKey);
  return { ...about, type: WEBHOOK_TYPES[event.type], requestUrl };
}
