import { z } from 'zod';
import { phrase } from './phrases';
import { webAddress } from './web-address';

export const toolName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be a lower-case name such as find_order');

const waiting = {
  /** For the answer of one try. */
  timeoutMs: z.int().min(100).max(30_000).default(5000),
  /** Tries in all; every one has the same idempotency key. */
  attempts: z.int().min(1).max(5).default(2),
};

/** Who does a tool's work. */
export const toolHandlerSchema = z.discriminatedUnion('kind', [
  /** The bridge. */
  z.strictObject({ kind: z.literal('built-in') }),
  /** A service that takes a signed POST and answers JSON. */
  z.strictObject({ kind: z.literal('https'), url: webAddress, ...waiting }),
  /** A Lambda function, by name, partial or full ARN. */
  z.strictObject({
    kind: z.literal('lambda'),
    functionName: z.string().regex(/^[\w:$-]{1,170}$/, 'must be the name or ARN of a function'),
    ...waiting,
  }),
]);
export type ToolHandler = z.infer<typeof toolHandlerSchema>;
export type HandlerKind = ToolHandler['kind'];

/** Keys that the caller is asked for before a tool does its work; the model never sees them. */
export const toolKeysSchema = z.strictObject({
  /** The question, spoken as it stands. */
  say: phrase,
  maxDigits: z.int().min(1).max(30),
  timeoutS: z.int().min(1).max(60).default(10),
  /** Under this name they are added to the tool's input. */
  input: z.string().regex(/^[A-Za-z_]\w{0,63}$/, 'must be a name such as pin'),
});
export type ToolKeys = z.infer<typeof toolKeysSchema>;

/** `agents/<agentId>/tools/<name>.json`. */
export const toolFileSchema = z.strictObject({
  name: toolName,
  description: z.string().min(1),
  /** JSON Schema of the input; left out by `save_fields` alone, whose input is the agent's fields. */
  input_schema: z.looseObject({ type: z.literal('object') }).optional(),
  /** When and how the model should use it; stands in the system prompt. */
  instruction: z.string().min(1),
  category: z.enum(['call-control', 'information', 'action']),
  handler: toolHandlerSchema.prefault({ kind: 'built-in' }),
  keys: toolKeysSchema.optional(),
});
export type ToolFile = z.infer<typeof toolFileSchema>;

export interface ToolDefinition extends ToolFile {
  readonly input_schema: { readonly type: 'object' } & Readonly<Record<string, unknown>>;
}
