import { z } from 'zod';
import { jsonSchemaProblems } from './json-schema';

/**
 * A field that the agent should find out: a JSON Schema of a single value, and whether the value
 * is read back to the caller.
 */
const fieldSchema = z
  .looseObject({
    type: z.enum(['string', 'number', 'integer', 'boolean']),
    /** What the model should ask for. */
    description: z.string().min(1),
    readBack: z.boolean().default(false),
  })
  .superRefine((field, context) => {
    for (const message of jsonSchemaProblems(valueSchema(field))) context.addIssue(message);
  });

export const fieldsSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be a lower-case name such as repair_type'),
  fieldSchema,
);
export type AgentFields = z.infer<typeof fieldsSchema>;

/** The JSON Schema of an object that holds some of the fields, at least one. */
export function fieldsInputSchema(
  fields: AgentFields,
): Record<string, unknown> & { type: 'object' } {
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, valueSchema(field)]),
    ),
    minProperties: 1,
    additionalProperties: false,
  };
}

/** The field without what is ours. */
function valueSchema(field: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(field).filter(([name]) => name !== 'readBack'));
}
