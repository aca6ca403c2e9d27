import { readChangeSet, type ChangeSet } from './change-set';
import type { Contents, Resource } from './contents';
import { deploy, NotCreated, type DeployedOutput } from './deployment';
import { listed, type QueryRequest } from './query-protocol';
import { Refusal } from './template';

const STACK = 'AWS::CloudFormation::Stack';

interface Stack {
  readonly name: string;
  readonly id: string;
  status: string;
  changeSet?: ChangeSet;
  deployed?: ChangeSet;
  outputs: readonly DeployedOutput[];
  isProtected: boolean;
  readonly events: object[];
}

type Operation = (request: QueryRequest) => object;

/** CloudFormation, as far as `cdk bootstrap` and `cdk deploy` go: change sets, and what they make. */
export class CloudFormation {
  readonly #contents: Contents;
  readonly #stacks = new Map<string, Stack>();
  readonly operations: Readonly<Record<string, Operation>> = {
    CreateChangeSet: (request) => this.#createChangeSet(request),
    DescribeChangeSet: (request) => this.#describeChangeSet(this.#stack(request)),
    ExecuteChangeSet: (request) => this.#execute(this.#stack(request)),
    DescribeStacks: (request) => ({ Stacks: [this.#describe(this.#stack(request))] }),
    DescribeStackEvents: (request) => ({ StackEvents: this.#stack(request).events }),
    DescribeEvents: (request) => ({ OperationEvents: this.#stack(request).events }),
    GetTemplate: (request) => ({ TemplateBody: this.#stack(request).deployed?.body ?? '{}' }),
    DeleteChangeSet: (request) => {
      delete this.#find(request)?.changeSet;
      return {};
    },
    UpdateTerminationProtection: (request) => {
      const stack = this.#stack(request);
      stack.isProtected = request.get('EnableTerminationProtection') === 'true';
      return { StackId: stack.id };
    },
  };

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  /** What became of each stack, by name. */
  get statuses(): Record<string, string> {
    return Object.fromEntries([...this.#stacks.values()].map(({ name, status }) => [name, status]));
  }

  #find(request: QueryRequest): Stack | undefined {
    const asked = request.get('StackName') ?? '';
    return [...this.#stacks.values()].find(({ name, id }) => [name, id].includes(asked));
  }

  #stack(request: QueryRequest): Stack {
    const stack = this.#find(request);
    if (stack) return stack;
    throw new Refusal(`Stack with id ${request.get('StackName')} does not exist`);
  }

  #createChangeSet(request: QueryRequest) {
    const stack = this.#find(request) ?? this.#newStack(request.get('StackName') ?? '');
    const body = request.get('TemplateBody') ?? this.#uploaded(request.get('TemplateURL') ?? '');
    const name = request.get('ChangeSetName') ?? '';
    stack.changeSet = readChangeSet(name, body, {
      parameters: listed(request, 'Parameters'),
      capabilities: listed(request, 'Capabilities'),
      tags: listed(request, 'Tags'),
    });
    this.#stacks.set(stack.name, stack);
    return { Id: this.#arn(`changeSet/${name}/1`), StackId: stack.id };
  }

  #newStack(name: string): Stack {
    const id = this.#arn(`stack/${name}/1`);
    return { name, id, status: 'REVIEW_IN_PROGRESS', outputs: [], isProtected: false, events: [] };
  }

  #arn(rest: string): string {
    const { region, account } = this.#contents.place;
    return `arn:aws:cloudformation:${region}:${account}:${rest}`;
  }

  /** A template on S3, by its URL. */
  #uploaded(url: string): string {
    const { hostname, pathname } = new URL(url);
    const [bucket = ''] = hostname.split('.s3.');
    const key = bucket === hostname ? pathname.slice(1) : `${bucket}${pathname}`;
    const body = this.#contents.objects.get(key);
    if (!body) throw new Refusal(`S3 error: no template at ${key}.`);
    return body.toString();
  }

  /** What stands for a parameter: a setting of Parameter Store by its name, a list, or itself. */
  #valueOf(type: string, value: string): unknown {
    if (type.startsWith('AWS::SSM::Parameter')) return this.#setting(value);
    return type === 'CommaDelimitedList' ? value.split(',') : value;
  }

  #setting(name: string): string {
    const found = this.#contents.resources.find(
      (one) => one.type === 'AWS::SSM::Parameter' && one.name === name,
    );
    if (found) return String(found.properties['Value']);
    throw new Refusal(`Unable to fetch parameters [${name}] from parameter store`);
  }

  #describeChangeSet({ name, id, changeSet }: Stack) {
    if (!changeSet) throw new Refusal('ChangeSet does not exist', 'ChangeSetNotFound');
    const changes = Object.entries(changeSet.template.Resources).map(([id, { Type }]) => ({
      Type: 'Resource',
      ResourceChange: { Action: 'Add', LogicalResourceId: id, ResourceType: Type },
    }));
    return {
      ChangeSetName: changeSet.name,
      StackName: name,
      StackId: id,
      ExecutionStatus: 'AVAILABLE',
      Status: 'CREATE_COMPLETE',
      Changes: changes,
    };
  }

  /** All of it, or nothing: what was there before stays when something cannot be made. */
  #execute(stack: Stack) {
    const { changeSet } = stack;
    if (!changeSet) throw new Refusal('ChangeSet does not exist', 'ChangeSetNotFound');
    const kind = stack.deployed ? 'UPDATE' : 'CREATE';
    const { resources } = this.#contents;
    const before = [...resources];
    resources.splice(0, Infinity, ...before.filter((one) => one.stack !== stack.name));
    try {
      const types = changeSet.template.Parameters ?? {};
      const values = [...changeSet.parameters].map(
        ([name, value]) => [name, this.#valueOf(types[name]?.Type ?? '', value)] as const,
      );
      const made = deploy({
        template: changeSet.template,
        parameters: new Map(values),
        stackName: stack.name,
        contents: this.#contents,
        importValue: (name) => this.#exported(name),
      });
      stack.outputs = made.outputs;
      stack.deployed = changeSet;
      made.resources.forEach((one) => this.#note(stack, one, `${kind}_COMPLETE`));
      this.#end(stack, `${kind}_COMPLETE`);
    } catch (error) {
      resources.splice(0, Infinity, ...before);
      const { message } = error as Error;
      const failed = error instanceof NotCreated ? error : { logicalId: stack.name, type: STACK };
      this.#note(stack, { ...failed, name: '' }, `${kind}_FAILED`, message);
      this.#end(stack, kind === 'CREATE' ? 'ROLLBACK_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE');
    }
    delete stack.changeSet;
    return {};
  }

  #exported(name: string): string {
    const outputs = [...this.#stacks.values()].flatMap((stack) => stack.outputs);
    const found = outputs.find(({ ExportName }) => ExportName === name);
    if (found) return found.OutputValue;
    throw new Refusal(`No export named ${name} found.`);
  }

  #end(stack: Stack, status: string) {
    const { name, id } = stack;
    this.#note(stack, { logicalId: name, name: id, type: STACK }, status);
    stack.status = status;
  }

  /** The newest event first. */
  #note(
    stack: Stack,
    { logicalId, name, type }: Pick<Resource, 'logicalId' | 'name' | 'type'>,
    status: string,
    reason?: string,
  ) {
    stack.events.unshift({
      StackId: stack.id,
      StackName: stack.name,
      EventId: `${stack.name}-${stack.events.length}`,
      LogicalResourceId: logicalId,
      PhysicalResourceId: name,
      ResourceType: type,
      Timestamp: new Date(),
      ResourceStatus: status,
      ResourceStatusReason: reason,
    });
  }

  #describe({ name, id, status, outputs, isProtected, deployed }: Stack) {
    const parameters = [...(deployed?.parameters ?? [])];
    return {
      StackName: name,
      StackId: id,
      StackStatus: status,
      CreationTime: new Date(),
      EnableTerminationProtection: isProtected,
      Outputs: outputs,
      Tags: deployed?.tags,
      Parameters: parameters.map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
    };
  }
}
