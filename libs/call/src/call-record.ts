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
import { openTalkSchema } from './open-talk';

/**
 * A live call as any bridge can take it over. Written before anything in it shows: an answer is
 * in the record before the flow hears it, an event before the bus does.
 */
export const callRecordSchema = z.object({
  version: z.literal(1),
  contactId,
  agentId,
  instanceArn: z.string().min(1),
  status: z.enum(['open', 'ended', 'failed']),
  startedAtMs: z.number(),
  /** Connect's media stream, and the fragment behind which the next owner has to hear on. */
  media: mediaStreamSchema.extend({ lastFragmentNumber: z.string().optional() }).optional(),
  /** The bridge that carries the call, and the certificate that it must show. */
  owner: z.object({ url: z.url(), certificate: z.string() }).optional(),
  /** The message by which the owner holds the call; one that does not exist while it has none to hold. */
  heldMessageId: z.string().optional(),
  epoch,
  /**
   * Since when nobody has answered polls of the contact flow in that epoch, and which fillers the
   * caller was given meanwhile. `unreachableUrl`: the owner from which the call was taken for that.
   */
  ownerSilence: z
    .object({
      epoch,
      sinceMs: z.number(),
      fillers: z.int().min(0).default(0),
      lastFillerAtMs: z.number().optional(),
      /** Since when the owner of that epoch has shown no sign of life. */
      ownerSilentSinceMs: z.number().optional(),
      unreachableUrl: z.string().optional(),
    })
    .optional(),
  /** Owners lost in a row without a completed turn. */
  losses: z.int().min(0),
  cursor,
  lastAnswer: turnAnswerSchema.optional(),
  /** Sequence of the last event of the call. */
  sequence: z.int().min(0),
  turnSequences: z.array(z.int()),
  /** Events that the bus has not confirmed yet. */
  outbox: z.array(domainEventSchema),
  /** What the agent has found out, by the names of its fields. */
  fields: collectedFieldsSchema.optional(),
  /** A message that the caller is leaving: its request's id, and since when. */
  voicemail: z.object({ requestId: z.string(), startedAtMs: z.number() }).optional(),
  /** The talk, for the next owner; {@link openTalkOf} tells whether it holds. */
  talk: openTalkSchema.optional().catch(undefined),
  /** When Connect said that the caller is gone. */
  disconnectedAtMs: z.number().optional(),
  /** Epoch seconds at which the store may forget the record. */
  expiresAtS: z.int(),
});
export type CallRecord = z.infer<typeof callRecordSchema>;
