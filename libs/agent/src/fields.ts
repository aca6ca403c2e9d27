import { z } from 'zod';
import type { Report } from './files/problem';
import type { SchemaProblems } from './json-schema';

/**
 * A field that the agent should find out: a JSON Schema of a single value, and whether the value
 * is read back to the caller.
 */
const fieldSchema = z.looseObject({
  type: z.enum(['string', 'number', 'integer', 'boolean']),
  /** What the model should ask for. */
  description: z.string().min(1),
  readBack: z.boolean().default(false),
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

/**
 * Notes what is wrong with the JSON Schema of each field, under the field's path.
 * @returns how many problems there were
 */
export function reportFieldProblems(
  fields: AgentFields,
  schemaProblems: SchemaProblems,
  report: Report,
): number {
  const problems = Object.entries(fields).flatMap(([name, field]) =>
    schemaProblems(valueSchema(field)).map((problem) => [`fields.${name}`, problem] as const),
  );
  for (const [path, problem] of problems) report(path, problem);
  return problems.length;
}

/** The field without what is ours. */
function valueSchema(field: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(field).filter(([name]) => name !== 'readBack'));
}
