import { z } from 'zod';

/** Connect's contact id: a UUID today, so any short URL-safe word is accepted and nothing else. */
export const contactId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/, 'must be a contact id');

/** An agent's folder name. */
export const agentId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and dashes');

/** Why a call was transferred or ended: a code such as `lost_card`, never the caller's words. */
export const reasonCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_]{0,63}$/, 'must be a lower-case code such as lost_card');

/** Set by the owner of the call's record at each claim; the higher epoch is right. */
export const epoch = z.int().min(0);

/** Numbers the answers of a call: 0 is the greeting, each later answer has the next number. */
export const cursor = z.int().min(0);
