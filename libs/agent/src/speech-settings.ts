import { z } from 'zod';

const modelId = z.string().min(1);
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a Region such as us-east-1');

/** The speech model and how it talks. */
export const speechSettingsSchema = z.strictObject({
  modelId,
  /** Where the model is; without it, where the deployment has its own. */
  region: region.optional(),
  /** Taken for new sessions while the first is down: another model, another Region, or both. */
  fallback: z
    .strictObject({ modelId: modelId.optional(), region: region.optional() })
    .refine((other) => other.modelId !== undefined || other.region !== undefined, {
      message: 'must name another modelId or another region',
    })
    .optional(),
  /** Voice of the speech model. */
  voiceId: z.string().min(1),
  maxTokens: z.int().min(1).default(1024),
  temperature: z.number().min(0).max(1).default(0.7),
  topP: z.number().min(0).max(1).default(0.9),
  endpointingSensitivity: z.enum(['HIGH', 'MEDIUM', 'LOW']).default('MEDIUM'),
});
