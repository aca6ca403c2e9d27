import { createRequire } from 'node:module';
import { Refusal, type Template } from './template';

/** The very parser with which CDK reads templates; CloudFormation takes YAML and JSON. */
const yaml = createRequire(createRequire(import.meta.url).resolve('aws-cdk-lib'))('yaml') as {
  parse(text: string): unknown;
};

/** What shall become of a stack. */
export interface ChangeSet {
  readonly name: string;
  readonly body: string;
  readonly template: Template;
  /** As given, or else by default. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly tags: readonly object[];
}

type Listed = readonly Record<string, string>[];

/** @throws Refusal for a parameter without a value, and for rights that nobody acknowledged */
export function readChangeSet(
  name: string,
  body: string,
  given: { readonly parameters: Listed; readonly capabilities: Listed; readonly tags: Listed },
): ChangeSet {
  const template = yaml.parse(body) as Template;
  requireCapabilities(template, given.capabilities);
  const parameters = parametersOf(template, given.parameters);
  return { name, body, template, parameters, tags: given.tags };
}

function parametersOf(template: Template, given: Listed) {
  const values = new Map(given.map((one) => [one['ParameterKey'], one['ParameterValue']]));
  const all = Object.entries(template.Parameters ?? {});
  return new Map(
    all.map(([name, { Default }]) => {
      const value = values.get(name) ?? Default;
      if (value === undefined) throw new Refusal(`Parameters: [${name}] must have values`);
      return [name, value];
    }),
  );
}

/** Whoever deploys roles must say that they know. */
function requireCapabilities(template: Template, given: Listed) {
  const has = new Set(given.map(({ value }) => value));
  const roles = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
  const named = roles.some(({ Properties }) => Properties?.['RoleName'] !== undefined);
  if (roles.length === 0 || has.has('CAPABILITY_NAMED_IAM')) return;
  if (!named && has.has('CAPABILITY_IAM')) return;
  const needed = named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
  throw new Refusal(`Requires capabilities : [${needed}]`, 'InsufficientCapabilitiesException');
}
