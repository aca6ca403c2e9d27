import { z } from 'zod';
import { callOutcome } from './call-ended';
import { collectedFieldsSchema } from './collected-fields';
import { agentId, contactId, reasonCode } from './identifiers';

/** `transcript.json`: the call's words in order. */
export const transcriptSchema = z.object({
  version: z.literal(1),
  contactId,
  agentId,
  entries: z.array(
    z.object({
      sequence: z.int().min(1),
      speaker: z.enum(['caller', 'bot']),
      text: z.string(),
      at: z.iso.datetime(),
      interrupted: z.boolean().optional(),
    }),
  ),
});
export type Transcript = z.infer<typeof transcriptSchema>;

/** `metadata.json`: the facts of the call, none of its talk. */
export const callMetadataSchema = z.object({
  version: z.literal(1),
  contactId,
  agentId,
  outcome: z.union([callOutcome, z.literal('failed')]),
  reason: reasonCode.optional(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  durationMs: z.int().min(0),
  turns: z.int().min(0),
  /** The place of the event that this archive was made from in the call's order of events. */
  lastSequence: z.int().min(1).optional(),
  tools: z.array(z.object({ name: z.string(), outcome: z.enum(['ok', 'failed', 'unknown']) })),
  /** What the agent was to find out, as far as it did. */
  fields: collectedFieldsSchema.optional(),
  transcriptKey: z.string(),
});
export type CallMetadata = z.infer<typeof callMetadataSchema>;
