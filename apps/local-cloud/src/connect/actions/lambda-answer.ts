import { z } from 'zod';

/** Largest answer that Connect takes from a Lambda function ("under 32 KB of UTF-8"). */
export const ANSWER_LIMIT_BYTES = 32_768;

const stringMap = z.record(z.string(), z.string());

/** A STRING_MAP answer, or why Connect would not take it. */
export function readStringMap(
  payload: unknown,
): { answer: Record<string, string> } | { refusal: string } {
  const parsed = stringMap.safeParse(payload);
  if (!parsed.success) return { refusal: 'the answer is not a flat map of strings' };
  const bytes = Buffer.byteLength(JSON.stringify(parsed.data));
  if (bytes >= ANSWER_LIMIT_BYTES) return { refusal: 'the answer is 32 KB or more' };
  return { answer: parsed.data };
}
