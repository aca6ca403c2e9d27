import { z } from 'zod';
import { envelope, eventSchema, type EventOrigin } from './event-envelope';
import { agentId, contactId } from './identifiers';

/** Where a caller's message lies in the media stream, as it stands on S3 under `requestKey`. */
export const voicemailSchema = z.object({
  version: z.literal(1),
  contactId,
  agentId,
  streamArn: z.string().min(1),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
});
export type Voicemail = z.infer<typeof voicemailSchema>;

/** The caller left a message. Where its sound lies stands on S3. */
export const voicemailLeftSchema = eventSchema(
  'VoicemailLeft',
  z.object({ agentId, requestKey: z.string().min(1) }),
);
export type VoicemailLeft = z.infer<typeof voicemailLeftSchema>;

export const voicemailLeft = (origin: EventOrigin, data: VoicemailLeft['data']): VoicemailLeft => ({
  ...envelope('VoicemailLeft', origin),
  data,
});
