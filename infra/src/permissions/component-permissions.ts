import type { Environment } from '../environment/environment';
import { namesOf, type FunctionName, type Names, type Place, type ServiceName } from '../names';
import { CALLS_TABLE, deadLetterQueue, EFFECTS_TABLE, FAILURES_TABLE } from '../topology';
import { consume, readObjects, renderPhrases, writeObjects } from './common-grants';
import { allow, allowAny, type Permission } from './permission';

export type Component = FunctionName | ServiceName | 'key-rotation';

/** What of an environment decides about permissions. */
export type Granted = Place &
  Pick<Environment, 'speech' | 'toolFunctions'> & {
    readonly connect: Pick<Environment['connect'], 'instanceArn'>;
  };

type Grants = (environment: Granted) => readonly Permission[];

/** The calls to AWS that each component's code makes. What AWS does for it is in aws-permissions.ts. */
const GRANTS: Record<Component, Grants> = {
  'start-bot-session': (environment) => {
    const names = namesOf(environment);
    return [
      allow(['dynamodb:UpdateItem'], names.tableArn(CALLS_TABLE)),
      allow(['sqs:SendMessage'], names.queueArn('calls')),
      ...renderPhrases(names),
      ...readObjects(names, 'prompts', 'operations/'),
    ];
  },

  'process-bot-turn': (environment) => {
    const names = namesOf(environment);
    return [
      allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], names.tableArn(CALLS_TABLE)),
      allow(['sqs:SendMessage'], names.queueArn('calls')),
      allow(['secretsmanager:GetSecretValue'], names.secretArn('bridge-keys')),
    ];
  },

  'contact-ended': (environment) => {
    const names = namesOf(environment);
    return [
      allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], names.tableArn(CALLS_TABLE)),
      allow(['sqs:SendMessage'], names.queueArn('calls')),
      allow(['secretsmanager:GetSecretValue'], names.secretArn('bridge-keys')),
    ];
  },

  'audio-bridge': (environment) => {
    const names = namesOf(environment);
    const { speech, toolFunctions } = environment;
    const models = speech.modelIds.map((modelId) => names.modelArn(speech.region, modelId));
    return [
      consume(names, 'calls'),
      allow(['sqs:SendMessage'], names.queueArn('calls'), names.queueArn(deadLetterQueue('calls'))),
      noteFailures(names),
      allow(
        ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:PutItem', 'dynamodb:BatchGetItem'],
        names.tableArn(CALLS_TABLE),
      ),
      allow(['events:PutEvents'], names.busArn),
      allowAny(
        'The agent asks in the name of the task that it is beside; its id is not known ahead.',
        ['ecs:UpdateTaskProtection'],
        names.tasksArn,
      ),
      allowAny(
        'Connect makes a stream for each call at once and names it itself.',
        ['kinesisvideo:GetDataEndpoint', 'kinesisvideo:GetMedia'],
        names.mediaStreamArn,
      ),
      allow(['bedrock:InvokeModelWithBidirectionalStream'], ...models),
      writeObjects(names, 'transcripts', 'agents/'),
      ...renderPhrases(names),
      ...readObjects(names, 'prompts', 'agents/'),
      writeObjects(names, 'prompts', 'agents/'),
      ...(toolFunctions.length > 0
        ? [allow(['lambda:InvokeFunction'], ...toolFunctions.map(names.functionArn))]
        : []),
    ];
  },

  'transcript-archiver': (environment) => {
    const names = namesOf(environment);
    return [
      consume(names, 'transcripts'),
      noteFailures(names),
      ...readObjects(names, 'transcripts', 'agents/'),
      writeObjects(names, 'transcripts', 'agents/'),
    ];
  },

  'notification-service': (environment) => {
    const names = namesOf(environment);
    return [
      consume(names, 'notifications'),
      noteFailures(names),
      allow(
        ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
        names.tableArn(EFFECTS_TABLE),
      ),
      allowAny(
        'Contacts are calls that are not known ahead.',
        ['connect:UpdateContactAttributes'],
        names.contactArn(environment.connect.instanceArn),
      ),
    ];
  },

  'key-rotation': (environment) => [
    allow(
      [
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:DescribeSecret',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      namesOf(environment).secretArn('bridge-keys'),
    ),
  ],
};

/** Why an attempt failed, for those who look at its dead letter. */
const noteFailures = (names: Names) => allow(['dynamodb:PutItem'], names.tableArn(FAILURES_TABLE));

/** What a component's own code may do in an environment. */
export const componentPermissions = (component: Component, environment: Granted) =>
  GRANTS[component](environment);

/** One in which every permission is given: its agents call Lambda functions as tools. */
export const EXAMPLE: Granted = {
  account: '111122223333',
  region: 'us-east-1',
  prefix: 'patchbay',
  speech: { region: 'us-east-1', modelIds: ['amazon.nova-2-sonic-v1:0'] },
  toolFunctions: ['a-tool'],
  connect: { instanceArn: 'arn:aws:connect:us-east-1:111122223333:instance/an-instance' },
};

/** The IAM actions that each component may use, for comparison with those that it does use. */
export function allowedActions(): Record<Component, readonly string[]> {
  const components = Object.entries(GRANTS).map(([component, grants]) => {
    const actions = grants(EXAMPLE).flatMap((permission) => permission.actions);
    return [component, [...new Set(actions)].sort()] as const;
  });
  return Object.fromEntries(components) as unknown as Record<Component, readonly string[]>;
}
