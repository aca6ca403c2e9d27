import { readFile } from 'node:fs/promises';
import type { Placeholders } from '@patchbay/contact-flow';
import { z } from 'zod';
import { BadInputError } from '../errors';

/** As `aws cloudformation describe-stacks` writes outputs. */
const describedSchema = z
  .object({
    Stacks: z.array(
      z.object({
        Outputs: z.array(z.object({ OutputKey: z.string(), OutputValue: z.string() })).default([]),
      }),
    ),
  })
  .transform(({ Stacks }) =>
    Stacks.flatMap(({ Outputs }) =>
      Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue] as const),
    ),
  );

/** Values by name, or as `cdk deploy --outputs-file` writes outputs: by stack, then by name. */
const writtenSchema = z
  .record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]))
  .transform((values) =>
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : Object.entries(value),
    ),
  );

const valuesSchema = z.union([describedSchema, writtenSchema]);

/**
 * The values of all stacks in a file of outputs.
 * @throws BadInputError when it is none, or has two values for one name
 */
export async function readValues(file: string | undefined): Promise<Placeholders> {
  if (file === undefined) return {};
  const values: Record<string, string> = {};
  for (const [name, value] of await entriesOf(file)) {
    if (values[name] !== undefined && values[name] !== value) {
      throw new BadInputError(
        `${file} has two values of ${name}: take the outputs of one environment.`,
      );
    }
    values[name] = value;
  }
  return values;
}

async function entriesOf(file: string) {
  try {
    return valuesSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const wanted =
      'what "cdk deploy --outputs-file" or "aws cloudformation describe-stacks" writes';
    throw new BadInputError(`${file} cannot be read as values: it must hold ${wanted}.`, error);
  }
}
