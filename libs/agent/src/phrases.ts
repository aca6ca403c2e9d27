import { z } from 'zod';

/** A sentence or two that is spoken as written; a longer one tires on the phone. */
export const phrase = z.string().trim().min(1).max(400);

/** Sentences that the bot speaks by itself, without asking the model. */
export const phrasesSchema = z.strictObject({
  /** Said while a tool takes its time, or a lost bot is replaced: the first, then the next … */
  fillers: z.array(phrase).min(1).optional(),
  /** Said before the call ends because the caller has been silent for too long. */
  silenceFarewell: phrase.optional(),
  /** Said before a limit or a guardrail ends the call. */
  ending: phrase.optional(),
  /** Said before a limit or a guardrail hands the caller to a human. */
  transferring: phrase.optional(),
  /** Said while no bot has taken the call yet; a human follows when none does. */
  hold: phrase.optional(),
  /** Whole replies that the agent gives often, word for word, such as opening hours: rendered ahead. */
  common: z.array(phrase).default([]),
});
