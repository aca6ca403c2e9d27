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

export interface Output {
  readonly stack: string;
  readonly name: string;
  /** A text, or what CloudFormation makes one of. */
  readonly value: unknown;
}

interface Template {
  readonly Resources?: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
  readonly Outputs?: Record<string, { Value: unknown }>;
}

/** Every resource of an environment, as CloudFormation would get it. */
export const resourcesOf = (environment: Environment): Resource[] =>
  deploymentOf(environment).resources;

/** An environment as CloudFormation would get it. */
export function deploymentOf(environment: Environment) {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-synth-'));
  try {
    const stacks = synthesize(environment, folder).nestedAssemblies.flatMap(
      ({ nestedAssembly }) => nestedAssembly.stacksRecursively,
    );
    return { resources: stacks.flatMap(resourcesIn), outputs: stacks.flatMap(outputsIn) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Stack {
  readonly stackName: string;
  readonly template: unknown;
}

const resourcesIn = ({ stackName, template }: Stack): Resource[] =>
  Object.entries((template as Template).Resources ?? {}).map(([logicalId, resource]) => ({
    stack: stackName,
    logicalId,
    type: resource.Type,
    properties: resource.Properties ?? {},
  }));

const outputsIn = ({ stackName, template }: Stack): Output[] =>
  Object.entries((template as Template).Outputs ?? {}).map(([name, { Value }]) => ({
    stack: stackName,
    name,
    value: Value,
  }));

export const ofType = (resources: readonly Resource[], type: string) =>
  resources.filter((resource) => resource.type === type);
