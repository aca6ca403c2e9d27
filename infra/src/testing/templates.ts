import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../environment/environment';
import { synthesize } from '../synthesize';

export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  // Templates are JSON of AWS's own making: a test says what it expects to find in it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly properties: Record<string, any>;
}

interface Template {
  readonly Resources?: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

/** Every resource of an environment, as CloudFormation would get it. */
export function resourcesOf(environment: Environment): Resource[] {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-synth-'));
  try {
    const stacks = synthesize(environment, folder).nestedAssemblies.flatMap(
      ({ nestedAssembly }) => nestedAssembly.stacksRecursively,
    );
    return stacks.flatMap(({ stackName, template }) =>
      Object.entries((template as Template).Resources ?? {}).map(([logicalId, resource]) => ({
        stack: stackName,
        logicalId,
        type: resource.Type,
        properties: resource.Properties ?? {},
      })),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const ofType = (resources: readonly Resource[], type: string) =>
  resources.filter((resource) => resource.type === type);
