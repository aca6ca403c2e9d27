import { z } from 'zod';

/** A shorter secret could be guessed. */
const SHORTEST_KEY = 16;

const key = z.string().min(SHORTEST_KEY, `each key needs ${SHORTEST_KEY} characters or more`);

/**
 * A setting that holds signing keys, separated by commas: the first signs, all of them verify,
 * so that a key can be rotated without a moment in which requests fail.
 */
export const signingKeys = z
  .string()
  .transform((keys) => keys.split(',').map((key) => key.trim()))
  .pipe(z.tuple([key], key));
export type SigningKeys = z.infer<typeof signingKeys>;
