import { reasonCode } from '@patchbay/contracts';
import { z } from 'zod';
import { wayOut } from './limits';
import { phrase } from './phrases';

const pattern = z.string().min(1).refine(isPattern, 'must be a regular expression');

/** What the caller may say, and what happens otherwise. */
export const guardrailsSchema = z.strictObject({
  inappropriateLanguage: z
    .strictObject({
      /** Answered with the warning; the next one is one too many. */
      attempts: z.int().min(0).max(10).default(2),
      warning: phrase.optional(),
      then: wayOut.default('end'),
      /** Whole words or phrases, in any case. */
      words: z.array(z.string().trim().min(2)).min(1).optional(),
    })
    .optional(),
  rules: z
    .array(
      z.strictObject({
        /** Stands in events and logs as the reason. */
        name: reasonCode,
        /** JavaScript syntax; looked for in what the caller said, in any case. */
        pattern,
        then: wayOut,
      }),
    )
    .default([]),
});

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'iu');
    return true;
  } catch {
    return false;
  }
}
