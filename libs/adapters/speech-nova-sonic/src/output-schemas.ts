import { z } from 'zod';

/*
 * The output events of Nova Sonic. Source: Amazon Nova 2 user guide, "Handling output events with
 * the bidirectional API". Fields that carry nothing for a call are left out.
 */
const contentId = z.string().min(1);
const tokens = z.object({
  speechTokens: z.number().default(0),
  textTokens: z.number().default(0),
});

export const outputSchemas = {
  completionStart: z.object({}),
  /** `delta` is what was used since the last one. */
  usageEvent: z.object({
    details: z.object({ delta: z.object({ input: tokens, output: tokens }) }).optional(),
  }),
  contentStart: z.object({
    contentId,
    type: z.enum(['TEXT', 'AUDIO', 'TOOL']),
    role: z.enum(['USER', 'ASSISTANT', 'TOOL', 'SYSTEM']),
    /** JSON text with `generationStage`: `SPECULATIVE` before the sound, `FINAL` after it. */
    additionalModelFields: z.string().optional(),
  }),
  textOutput: z.object({ contentId, content: z.string() }),
  audioOutput: z.object({ contentId, content: z.string() }),
  toolUse: z.object({
    toolName: z.string().min(1),
    toolUseId: z.string().min(1),
    /** The model's input, JSON text as far as the model got it right. */
    content: z.string(),
  }),
  contentEnd: z.object({ contentId, stopReason: z.string().optional() }),
  completionEnd: z.object({}),
} as const;

export type OutputName = keyof typeof outputSchemas;
export type Output<Name extends OutputName> = z.output<(typeof outputSchemas)[Name]>;

/** Every event on the wire: one name, one body. */
export const envelopeSchema = z.object({
  event: z.record(z.string(), z.unknown()),
});
