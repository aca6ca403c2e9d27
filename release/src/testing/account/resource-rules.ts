import { isThere, ofType, registryOf, type Contents, type Place, type Resource } from './contents';
import { Refusal } from './template';

/** What follows the account in an ARN, of types whose ARNs something here looks at. */
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  'AWS::ECR::Repository': (name) => `ecr:*:repository/${name}`,
  'AWS::IAM::Role': (name) => `iam::role/${name}`,
  'AWS::Lambda::Function': (name) => `lambda:*:function:${name}`,
  'AWS::Lambda::Alias': (name) => `lambda:*:function:${name}`,
  'AWS::SQS::Queue': (name) => `sqs:*:${name}`,
};

export function arnOf(type: string, name: string, { account, region, instanceArn }: Place): string {
  const [, service = '', kind = ''] = type.split('::');
  if (service === 'Connect') return `${instanceArn}/${kind.toLowerCase()}/${name}`;
  const known = ARNS[type]?.(name) ?? `${service.toLowerCase()}:*:${kind.toLowerCase()}/${name}`;
  const [first = '', where = '', ...rest] = known.split(':');
  return ['arn:aws', first, where && region, account, ...rest].join(':');
}

/** Types of which `Ref` is the ARN. */
const REF_IS_ARN = new Set([
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
]);

export const refOf = ({ type, name, arn }: Resource) => (REF_IS_ARN.has(type) ? arn : name);

type Properties = Readonly<Record<string, unknown>>;

/** The name that a resource asks for: `QueueName` of a queue, else `Name`. */
export function nameIn(type: string, properties: Properties): string | undefined {
  const kind = type.split('::').at(-1) ?? '';
  if (type === 'AWS::Lambda::Alias') return `${properties['FunctionName']}:${properties['Name']}`;
  const name = properties[`${kind}Name`] ?? properties['Name'];
  return name === undefined ? undefined : String(name);
}

type Rule = (properties: Properties, contents: Contents) => void;

const ofTheInstance: Rule = (properties, { place }) => {
  const named = ['InstanceArn', 'InstanceId', 'TargetArn']
    .map((property) => properties[property])
    .find((value) => value !== undefined);
  if (named !== place.instanceArn) throw new Refusal(`There is no instance ${named}.`);
};

function requireAlias(arn: string, contents: Contents) {
  if (ofType(contents, 'AWS::Lambda::Alias').some((alias) => alias.arn === arn)) return;
  throw new Refusal(`Function not found: ${arn}`);
}

const requireImage = (image: string, { images, place }: Contents) => {
  if (!image.startsWith(registryOf(place)) || images.has(image)) return;
  throw new Refusal(`CannotPullContainerError: ${image}: not found`);
};

/** What AWS looks at when it creates a resource, as far as a deployment can get it wrong. */
export const RULES: Readonly<Record<string, Rule>> = {
  'AWS::Lambda::Function': ({ Code }, { objects }) => {
    const { S3Bucket, S3Key } = Code as Record<string, string>;
    if (objects.has(`${S3Bucket}/${S3Key}`)) return;
    throw new Refusal(`NoSuchKey: no code at s3://${S3Bucket}/${S3Key}`);
  },
  'AWS::Lambda::Permission': ({ FunctionName }, contents) => {
    if (String(FunctionName).split(':').length === 8) requireAlias(String(FunctionName), contents);
  },
  'AWS::Lambda::EventSourceMapping': ({ EventSourceArn }, contents) => {
    const queue = String(EventSourceArn).split(':').at(-1) ?? '';
    if (!isThere(contents, 'AWS::SQS::Queue', queue)) throw new Refusal(`No queue ${queue}.`);
  },
  'AWS::ECS::TaskDefinition': ({ ContainerDefinitions }, contents) => {
    const containers = ContainerDefinitions as readonly { readonly Image: string }[];
    for (const { Image } of containers) requireImage(Image, contents);
  },
  'AWS::Connect::InstanceStorageConfig': ofTheInstance,
  'AWS::Connect::PhoneNumber': ofTheInstance,
  'AWS::Connect::Queue': (properties, contents) => {
    ofTheInstance(properties, contents);
    if (properties['HoursOfOperationArn'] === contents.place.ofInstance) return;
    throw new Refusal(`There are no hours ${properties['HoursOfOperationArn']}.`);
  },
  'AWS::Connect::IntegrationAssociation': (properties, contents) => {
    ofTheInstance(properties, contents);
    requireAlias(String(properties['IntegrationArn']), contents);
  },
  'AWS::Connect::ContactFlow': (properties, contents) => {
    ofTheInstance(properties, contents);
    const content = String(properties['Content']);
    JSON.parse(content);
    if (content.includes('${')) throw new Refusal('InvalidContactFlowException: a placeholder.');
    const functions = content.match(/arn:aws:lambda:[\w:-]+/g) ?? [];
    for (const arn of functions) requireAlias(arn, contents);
  },
};
