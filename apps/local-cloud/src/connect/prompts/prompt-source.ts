import { z } from 'zod';
import { readSsml } from './ssml';

const ssml = z
  .string()
  .refine((markup) => readSsml(markup) !== undefined, 'only <speak>, <break time> and plain text');

const media = z.strictObject({
  Uri: z.string().min(1),
  SourceType: z.literal('S3'),
  MediaType: z.literal('Audio'),
});

const SOURCES = 'exactly one of Media (S3), SSML (<speak>, <break time>, plain text) and Text';

/**
 * Parameters of an action that plays a prompt: exactly one source, and what else the action takes.
 * Prompts of the instance's library (PromptId) are not simulated.
 */
export const withPromptSource = <S extends z.ZodRawShape>(others: S, otherwise = SOURCES) =>
  z.union(
    [
      z.strictObject({ Media: media, ...others }),
      z.strictObject({ SSML: ssml, ...others }),
      z.strictObject({ Text: z.string().min(1), ...others }),
    ],
    { error: otherwise },
  );

export type PromptSource =
  | { readonly Media: { readonly Uri: string } }
  | { readonly SSML: string }
  | { readonly Text: string };
