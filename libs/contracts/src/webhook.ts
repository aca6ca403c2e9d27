import { z } from 'zod';
import { agentId, contactId, reasonCode } from './identifiers';

const about = {
  /** The id of the event: the receiver's idempotency key. */
  id: z.string(),
  time: z.iso.datetime(),
  contactId,
  agentId,
};

/** Tells a team's own system of a transfer. */
export const transferWebhookSchema = z.object({
  ...about,
  type: z.literal('transfer.requested'),
  reason: reasonCode,
  transcriptUrl: z.url(),
});
export type TransferWebhook = z.infer<typeof transferWebhookSchema>;

/** `requestUrl` leads to a `CallbackRequest`, for those who may read the bucket. */
export const callbackWebhookSchema = z.object({
  ...about,
  type: z.literal('callback.requested'),
  requestUrl: z.url(),
});

/** `requestUrl` leads to a `Voicemail`, for those who may read the bucket. */
export const voicemailWebhookSchema = z.object({
  ...about,
  type: z.literal('voicemail.left'),
  requestUrl: z.url(),
});

/** Body of a webhook, told apart by `type`. Signed like requests to the bridge. */
export const webhookSchema = z.discriminatedUnion('type', [
  transferWebhookSchema,
  callbackWebhookSchema,
  voicemailWebhookSchema,
]);
export type Webhook = z.infer<typeof webhookSchema>;

export const webhookType = z.enum(['transfer.requested', 'callback.requested', 'voicemail.left']);
export type WebhookType = z.infer<typeof webhookType>;
