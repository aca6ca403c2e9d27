import { z } from 'zod';

/** What an agent was to find out, by the names that its definition gives: `repair_type`, `date` … */
export const collectedFieldsSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]),
);
export type CollectedFields = z.infer<typeof collectedFieldsSchema>;
