import { z } from 'zod';
import { phrase } from './phrases';

/** What happens when the bot may not go on. */
export const wayOut = z.enum(['end', 'transfer']);
export type WayOut = z.infer<typeof wayOut>;

/** How long a call may last and how long anybody waits. */
export const limitsSchema = z.strictObject({
  longestCallS: z.int().min(30).max(14_400).default(1800),
  mostTurns: z.int().min(1).max(1000).default(200),
  /** At either of the two. */
  then: wayOut.default('transfer'),
  /** Silence after the bot's last word, before the first prompt and after each. */
  silencePromptAfterS: z.number().min(2).max(60).default(8),
  /** Asked in this order; after the last one the call ends politely. */
  silencePrompts: z.array(phrase).min(1).optional(),
  /** A tool that takes longer is covered by a filler. */
  fillerAfterMs: z.int().min(200).max(10_000).default(1000),
});
