import { z } from 'zod';
import { collectedFieldsSchema } from './collected-fields';
import { agentId, contactId, reasonCode } from './identifiers';

/** One turn as it stands on S3: what the caller said, then what the bot answered. */
export const storedTurnSchema = z.object({
  version: z.literal(1),
  contactId,
  agentId,
  sequence: z.int().min(1),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** Absent in a turn that the bot opened, such as the greeting. */
  caller: z.object({ text: z.string() }).optional(),
  bot: z.object({
    /** The words of the parts that the caller was played, joined. */
    text: z.string(),
    parts: z.array(
      z.object({ cursor: z.int(), text: z.string(), audioKey: z.string(), durationMs: z.number() }),
    ),
  }),
  tools: z.array(z.object({ name: z.string(), outcome: z.enum(['ok', 'failed', 'unknown']) })),
  transfer: z.object({ reason: reasonCode, summary: z.string() }).optional(),
  /** All that the agent has found out so far; absent while that has not changed. */
  fields: collectedFieldsSchema.optional(),
  interrupted: z.boolean(),
});
export type StoredTurn = z.infer<typeof storedTurnSchema>;
