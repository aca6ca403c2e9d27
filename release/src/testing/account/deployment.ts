import type { Contents, Resource } from './contents';
import { arnOf, nameIn, refOf, RULES } from './resource-rules';
import { Refusal, resolve, type Declared, type Scope, type Template } from './template';

export interface DeployedOutput {
  readonly OutputKey: string;
  readonly OutputValue: string;
  readonly Description: string | undefined;
  readonly ExportName: string | undefined;
}

/** Why a resource could not be made. */
export class NotCreated extends Refusal {
  readonly logicalId: string;
  readonly type: string;

  constructor(logicalId: string, type: string, message: string) {
    super(message);
    this.logicalId = logicalId;
    this.type = type;
  }
}

export interface Deployment {
  readonly stackName: string;
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly contents: Contents;
  readonly importValue: (name: string) => string;
}

/**
 * Creates what a template declares, each resource after those that it names.
 * @throws Refusal for what is not there, `NotCreated` for what AWS would not create
 */
export function deploy(deployment: Deployment): {
  resources: Resource[];
  outputs: DeployedOutput[];
} {
  const { template } = deployment;
  const { scope, create, created } = builder(deployment);
  const wanted = ({ Condition }: { Condition?: string }) =>
    !Condition || scope.condition(Condition);
  for (const { Assertions } of Object.values(template.Rules ?? {})) {
    for (const { Assert, AssertDescription } of Assertions) {
      if (!resolve(Assert, scope)) throw new Refusal(AssertDescription);
    }
  }
  for (const [id, declared] of Object.entries(template.Resources)) if (wanted(declared)) create(id);
  const outputs = Object.entries(template.Outputs ?? {}).filter(([, output]) => wanted(output));
  return {
    resources: [...created.values()],
    outputs: outputs.map(([OutputKey, { Value, Description, Export }]) => ({
      OutputKey,
      OutputValue: String(resolve(Value, scope)),
      Description,
      ExportName: Export && String(resolve(Export.Name, scope)),
    })),
  };
}

function builder({ stackName, template, parameters, contents, importValue }: Deployment) {
  const { account, region } = contents.place;
  const created = new Map<string, Resource>();
  const underway = new Set<string>();
  const pseudo = new Map([
    ['AWS::AccountId', account],
    ['AWS::Region', region],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', stackName],
    ['AWS::StackId', `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/1`],
  ]);

  const scope: Scope = {
    ref: (name) => pseudo.get(name) ?? parameters.get(name) ?? refOf(create(name)),
    getAtt(id, attribute) {
      const resource = create(id);
      return attribute.endsWith('Arn') ? resource.arn : `${resource.name}.${attribute}`;
    },
    importValue,
    condition(name) {
      const condition = template.Conditions?.[name];
      if (condition === undefined) throw new Refusal(`Unresolved condition ${name}.`);
      return Boolean(resolve(condition, scope));
    },
  };

  function create(id: string): Resource {
    const there = created.get(id);
    if (there) return there;
    const declared = template.Resources[id];
    if (!declared) throw new Refusal(`Template error: unresolved dependency ${id}.`);
    if (underway.has(id)) throw new Refusal(`Circular dependency at ${id}.`);
    underway.add(id);
    [declared.DependsOn ?? []].flat().forEach(create);
    const resource = attempt(id, declared);
    created.set(id, resource);
    contents.resources.push(resource);
    return resource;
  }

  function attempt(id: string, declared: Declared): Resource {
    try {
      return make(id, declared);
    } catch (error) {
      if (error instanceof NotCreated) throw error;
      throw new NotCreated(id, declared.Type, (error as Error).message);
    }
  }

  function make(logicalId: string, { Type: type, Properties = {} }: Declared): Resource {
    const properties = resolve(Properties, scope) as Record<string, unknown>;
    const name = nameIn(type, properties) ?? `${stackName}-${logicalId}`;
    const other = contents.resources.find((one) => one.type === type && one.name === name);
    if (other) throw new Refusal(`${name} already exists in stack ${other.stack}.`);
    RULES[type]?.(properties, contents);
    const arn = arnOf(type, name, contents.place);
    return { stack: stackName, logicalId, type, name, arn, properties };
  }

  return { scope, create, created };
}
