import { z } from 'zod';
import { conditionSchema } from './condition';

/** Connect takes an identifier of at most 50 characters without any of these. */
const identifier = z
  .string()
  .regex(
    /^[^%:(\\/)=$,;[\]{}]{1,50}$/,
    'at most 50 characters, none of % : ( \\ / ) = $ , ; [ ] { }',
  );

const transitions = z.strictObject({
  NextAction: identifier.optional(),
  Errors: z.array(z.strictObject({ NextAction: identifier, ErrorType: z.string() })).default([]),
  Conditions: z
    .array(z.strictObject({ NextAction: identifier, Condition: conditionSchema }))
    .default([]),
});

const action = z.strictObject({
  Identifier: identifier,
  Type: z.string(),
  Parameters: z.record(z.string(), z.unknown()).default({}),
  Transitions: transitions,
});
export type FlowAction = z.infer<typeof action>;

/** A flow in Amazon Connect's flow language (API reference, "Amazon Connect Flow language"). */
export const flowSchema = z.strictObject({
  Version: z.literal('2019-10-30'),
  StartAction: identifier,
  Metadata: z.unknown().optional(),
  Actions: z.array(action).min(1).max(250, 'a flow has at most 250 actions'),
});
export type FlowDocument = z.infer<typeof flowSchema>;
