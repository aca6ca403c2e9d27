import { z } from 'zod';

/*
 * The input events of Nova Sonic. Source: Amazon Nova 2 user guide, "Handling input events with
 * the bidirectional API".
 */
const promptName = z.string().min(1);
const contentName = z.string().min(1);
const plainText = z.object({ mediaType: z.literal('text/plain') });

const pcmFormat = z.object({
  mediaType: z.literal('audio/lpcm'),
  sampleSizeBits: z.literal(16),
  channelCount: z.literal(1),
  encoding: z.literal('base64'),
  audioType: z.literal('SPEECH'),
});

/** Strict: given flat instead of nested, the settings are refused. */
const sessionStart = z.strictObject({
  inferenceConfiguration: z.strictObject({
    maxTokens: z.int().min(1),
    topP: z.number().min(0).max(1),
    temperature: z.number().min(0).max(1),
  }),
  turnDetectionConfiguration: z
    .strictObject({ endpointingSensitivity: z.enum(['HIGH', 'MEDIUM', 'LOW']) })
    .default({ endpointingSensitivity: 'MEDIUM' }),
});

const toolSpec = z.object({
  name: z.string().min(1),
  description: z.string(),
  inputSchema: z.object({ json: jsonText() }),
});

const promptStart = z.object({
  promptName,
  textOutputConfiguration: plainText,
  audioOutputConfiguration: pcmFormat.extend({
    sampleRateHertz: z.literal([8000, 16000, 24000]),
    voiceId: z.string().min(1),
  }),
  toolUseOutputConfiguration: z.object({ mediaType: z.literal('application/json') }).optional(),
  toolConfiguration: z.object({ tools: z.array(z.object({ toolSpec })) }).optional(),
});

const content = { promptName, contentName, interactive: z.boolean() };

const contentStart = z.discriminatedUnion('type', [
  z.object({
    ...content,
    type: z.literal('TEXT'),
    role: z.enum(['SYSTEM', 'USER', 'ASSISTANT']),
    textInputConfiguration: plainText,
  }),
  z.object({
    ...content,
    type: z.literal('AUDIO'),
    role: z.literal('USER'),
    audioInputConfiguration: pcmFormat.extend({ sampleRateHertz: z.literal([8000, 16000]) }),
  }),
  z.object({
    ...content,
    type: z.literal('TOOL'),
    role: z.literal('TOOL'),
    toolResultInputConfiguration: z.object({
      toolUseId: z.string().min(1),
      type: z.literal('TEXT'),
      textInputConfiguration: plainText,
    }),
  }),
]);

const payload = { promptName, contentName };

export const inputSchemas = {
  sessionStart,
  promptStart,
  contentStart,
  textInput: z.object({ ...payload, content: z.string() }),
  audioInput: z.object({ ...payload, content: z.base64() }),
  toolResult: z.object({ ...payload, content: jsonText() }),
  contentEnd: z.object(payload),
  promptEnd: z.object({ promptName }),
  sessionEnd: z.object({}),
} as const;

export type InputName = keyof typeof inputSchemas;
export type Input<Name extends InputName> = z.output<(typeof inputSchemas)[Name]>;

function jsonText() {
  return z.string().refine(isJson, 'must be JSON text, not an object');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
