import { reasonCode } from '@patchbay/contracts';
import { z } from 'zod';

const outcome = z.enum(['ok', 'failed', 'unknown']);

/** A turn of which something is still to come, or which is not stored yet. */
export const openTurnSchema = z.object({
  startedAtMs: z.number(),
  endedAtMs: z.number(),
  callerTexts: z.array(z.string()),
  segments: z.array(z.object({ text: z.string(), soundComplete: z.boolean() })),
  /** Sound that is stored on S3; with a cursor once it was handed to the flow. */
  parts: z.array(
    z.object({
      segment: z.int(),
      audioKey: z.string(),
      durationMs: z.number(),
      collect: z.object({ maxDigits: z.int(), timeoutS: z.int() }).optional(),
      cursor: z.int().optional(),
      played: z.boolean(),
      dropped: z.boolean().optional(),
    }),
  ),
  tools: z.array(z.object({ name: z.string(), outcome })),
  transfer: z.object({ reason: reasonCode, summary: z.string() }).optional(),
  replyEnded: z.boolean(),
  interrupted: z.boolean(),
});
export type OpenTurn = z.infer<typeof openTurnSchema>;

/**
 * A use of a tool that the model still has to speak of. `asked`: nothing was done yet that cannot
 * be done again. `running`: its work may have been done. `answered`: its result is known. `lost`:
 * the owner that ran it is gone, and with it the result.
 */
export const openToolUseSchema = z.object({
  toolUseId: z.string(),
  name: z.string(),
  stage: z.enum(['asked', 'running', 'answered', 'lost']),
  /** JSON text, as the model wrote it: kept while it may have to be run. */
  input: z.string().optional(),
  /** Of the input: by it the same wish is known again. */
  digest: z.string(),
  /** JSON text for the model. */
  result: z.string().optional(),
  /** The model has begun to speak of the result, or of its loss. */
  told: z.boolean().optional(),
  /** Lost, but it changes nothing: when the caller speaks again it may be asked for again. */
  harmless: z.boolean().optional(),
});
export type OpenToolUse = z.infer<typeof openToolUseSchema>;

const endingStepSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('transfer'), reason: z.string(), summary: z.string() }),
  z.object({ intent: z.literal('end'), reason: z.string() }),
]);

/** What a conversation is made of, but for the words of turns that are over and stored. */
export const openConversationSchema = z.object({
  /** Oldest first. */
  turns: z.array(openTurnSchema),
  ending: z
    .object({ step: endingStepSchema, silentUntilMs: z.number(), farewell: z.boolean() })
    .optional(),
  /** The caller was speaking over the bot: what waits is held. */
  held: z.boolean(),
  toolUses: z.array(openToolUseSchema),
  /** The model was cut off in its last reply, and another one has not gone on with it yet. */
  restDue: z.boolean().optional(),
});
export type OpenConversation = z.infer<typeof openConversationSchema>;

/** What the house rules have counted. */
export const ruleCountsSchema = z.object({
  callerTurns: z.int().min(0),
  silencePrompts: z.int().min(0),
  warnings: z.int().min(0),
});
export type RuleCounts = z.infer<typeof ruleCountsSchema>;

/**
 * The talk as it stood at one write of the record. It holds for the cursor and the sequence that
 * it names: an owner of an older version writes those and leaves this, and then it is out of date.
 */
export const openTalkSchema = z.object({
  cursor: z.int(),
  sequence: z.int(),
  conversation: openConversationSchema,
  rules: ruleCountsSchema,
  /** The caller was understood up to here, epoch milliseconds by the media stream's producer. */
  understoodUntilMs: z.number().optional(),
});
export type OpenTalk = z.infer<typeof openTalkSchema>;
