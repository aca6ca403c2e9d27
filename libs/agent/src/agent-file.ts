import { agentId, phoneNumber, webhookType } from '@patchbay/contracts';
import { z } from 'zod';
import { fieldsSchema } from './fields';
import { guardrailsSchema } from './guardrails';
import { limitsSchema } from './limits';
import { phrase, phrasesSchema } from './phrases';
import { speechSettingsSchema } from './speech-settings';
import { toolName } from './tool-file';
import { webAddress } from './web-address';
import { withStockPhrases } from './with-stock-phrases';

/** `agents/<agentId>/agent.json`. Described in docs/agents.md. */
export const agentFileSchema = z
  .strictObject({
    agentId,
    description: z.string().min(1),
    /** BCP 47, as Amazon Polly takes it. */
    language: z.string().regex(/^[a-z]{2,3}-[A-Z]{2}$/, 'must be a language such as en-US'),
    /** IANA name: by its clock the model understands "tomorrow at ten". */
    timeZone: z
      .string()
      .refine(isTimeZone, 'must be a time zone such as Europe/Berlin')
      .default('UTC'),
    /** What the caller hears first: says that this is an AI and that the call is recorded. */
    greeting: phrase,
    /** Numbers (E.164) whose calls this agent answers when the flow names no agent. */
    dialledNumbers: z.array(phoneNumber).default([]),
    speech: speechSettingsSchema,
    /** Amazon Polly's voice for phrases rendered ahead, and for all when `voiceOutput` says so. */
    phraseVoice: z.strictObject({
      voiceId: z.string().min(1),
      engine: z.enum(['standard', 'neural', 'generative', 'long-form']).default('neural'),
    }),
    /** Whose sound the caller hears: the speech model's own, or Polly's from the model's text. */
    voiceOutput: z.enum(['model', 'polly']).default('model'),
    recording: z.boolean().default(true),
    transcription: z.boolean().default(true),
    limits: limitsSchema.prefault({}),
    phrases: phrasesSchema.prefault({}),
    fields: fieldsSchema.default({}),
    /** Names of the tools that the agent must have; without it, all in its folder. */
    tools: z.array(toolName).optional(),
    guardrails: guardrailsSchema.prefault({}),
    transfer: z.strictObject({
      queueArn: z.string().min(1),
      /** Called instead of the queue; the queue takes the caller when nobody answers. */
      outsideNumber: phoneNumber.optional(),
    }),
    /** Where this agent's events are posted, beside the deployment's own webhook. */
    webhooks: z
      .array(z.strictObject({ url: webAddress, events: z.array(webhookType).min(1).optional() }))
      .default([]),
  })
  .transform(withStockPhrases);
export type AgentFile = z.infer<typeof agentFileSchema>;

/** Aliases, such as Asia/Kolkata, are not listed; a format knows them, and the first one costs 15 ms. */
function isTimeZone(name: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(name) || hasFormat(name);
}

function hasFormat(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
