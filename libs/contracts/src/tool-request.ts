import { z } from 'zod';
import { agentId, contactId } from './identifiers';

/** The header of an HTTPS tool's request that is the same in every try: `idempotencyKey` of the body. */
export const IDEMPOTENCY_HEADER = 'idempotency-key';

/** What a tool outside the bridge is sent: the body of a POST, or the event of a Lambda function. */
export const toolRequestSchema = z.object({
  version: z.literal(1),
  /** The same in every try of one tool call: do the work once, and give the same answer again. */
  idempotencyKey: z.string().min(1),
  tool: z.string().min(1),
  /** Valid by the tool's `input_schema`. */
  input: z.record(z.string(), z.unknown()),
  contactId,
  agentId,
});
export type ToolRequest = z.infer<typeof toolRequestSchema>;
