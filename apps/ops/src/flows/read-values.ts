import { readFile } from 'node:fs/promises';
import type { Placeholders } from '@patchbay/contact-flow';
import { z } from 'zod';

/** Values by name, or as `cdk deploy --outputs-file` writes them: by stack, then by name. */
const valuesSchema = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]));

/** @returns the values of all stacks in one */
export async function readValues(file: string | undefined): Promise<Placeholders> {
  if (file === undefined) return {};
  const values = valuesSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : Object.entries(value),
    ),
  );
}
