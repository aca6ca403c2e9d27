import {
  agentId,
  collectedFieldsSchema,
  contactId,
  cursor,
  domainEventSchema,
  epoch,
  mediaStreamSchema,
  turnAnswerSchema,
} from '@patchbay/contracts';
import { z } from 'zod';

/**
 * The record as the version before this one reads and writes it, frozen: a deployment runs both at
 * once, and a call may go over and back between them. When a version is released, what it released
 * becomes the previous one here.
 */
export const previousCallRecordSchema = z.object({
  version: z.literal(1),
  contactId,
  agentId,
  instanceArn: z.string().min(1),
  status: z.enum(['open', 'ended', 'failed']),
  startedAtMs: z.number(),
  media: mediaStreamSchema.extend({ lastFragmentNumber: z.string().optional() }).optional(),
  owner: z.object({ url: z.url(), certificate: z.string() }).optional(),
  epoch,
  ownerSilence: z.object({ epoch, sinceMs: z.number() }).optional(),
  losses: z.int().min(0),
  cursor,
  lastAnswer: turnAnswerSchema.optional(),
  sequence: z.int().min(0),
  turnSequences: z.array(z.int()),
  outbox: z.array(domainEventSchema),
  fields: collectedFieldsSchema.optional(),
  voicemail: z.object({ requestId: z.string(), startedAtMs: z.number() }).optional(),
  disconnectedAtMs: z.number().optional(),
  expiresAtS: z.int(),
});
export type PreviousCallRecord = z.infer<typeof previousCallRecordSchema>;
