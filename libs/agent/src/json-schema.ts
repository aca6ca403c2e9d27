import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';

/** What is wrong with a value, each with its place in it; none when the value is valid. */
export type ValueProblems = readonly string[];

/** What is wrong with a JSON Schema; none when values can be checked by it. */
export type SchemaProblems = (schema: object) => readonly string[];

/**
 * JSON Schema draft 7 with formats. Schemas are the agents' own and small; unknown keywords are
 * mistakes, and nothing is fetched.
 */
function createValidator(): Ajv {
  const ajv = new Ajv({ allErrors: true, strictTypes: false });
  addFormats.default(ajv);
  return ajv;
}

/** Finds out by compiling it. */
export const jsonSchemaProblems: SchemaProblems = (schema) => {
  try {
    createValidator().compile(schema);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
};

/**
 * A check of values by a JSON Schema. What it finds names places and rules, never a value.
 * @throws Error when the schema is not one, see {@link jsonSchemaProblems}
 */
export function compileJsonSchema(schema: object): (value: unknown) => ValueProblems {
  const validate = createValidator().compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map(describe));
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const place = instancePath.slice(1).replaceAll('/', '.') || 'input';
  const allowed =
    'allowedValues' in params ? `: ${(params['allowedValues'] as []).join(', ')}` : '';
  return `${place}: ${message ?? 'is not valid'}${allowed}`;
}
