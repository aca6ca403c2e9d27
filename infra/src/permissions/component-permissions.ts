import type { Environment } from '../environment/environment';
import { namesOf, type FunctionName, type Names, type ServiceName } from '../names';
import { CALLS_TABLE, deadLetterQueue, EFFECTS_TABLE, FAILURES_TABLE } from '../topology';
import { consume, readObjects, renderPhrases, writeObjects } from './common-grants';
import { allow, allowAny, type Permission } from './permission';

export type Component = FunctionName | ServiceName | 'key-rotation';

type Grants = (environment: Environment) => readonly Permission[];

/** The calls to AWS that each component's code makes. What AWS does for it is in aws-permissions.ts. */
const GRANTS: Record<Component, Grants> = {
  'start-bot-session': (environment) => {
    const names = namesOf(environment);
    return [
      allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], names.tableArn(CALLS_TABLE)),
      allow(['sqs:SendMessage'], names.queueArn('calls')),
      allow(['events:PutEvents'], names.busArn),
      ...renderPhrases(names),
      ...readObjects(names, 'prompts', 'operations/'),
    ];
  },

  'process-bot-turn': (environment) => {
    const names = namesOf(environment);
    return [
      allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], names.tableArn(CALLS_TABLE)),
      allow(['secretsmanager:GetSecretValue'], names.secretArn('bridge-keys')),
    ];
  },

  'contact-ended': (environment) => {
    const names = namesOf(environment);
    return [
      allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], names.tableArn(CALLS_TABLE)),
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
      allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], names.tableArn(CALLS_TABLE)),
      allow(['events:PutEvents'], names.busArn),
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
export const componentPermissions = (component: Component, environment: Environment) =>
  GRANTS[component](environment);

/**
 * The IAM actions that each component may use, for comparison with those that it does use.
 * They are those of an environment whose agents call Lambda functions as tools.
 */
export function allowedActions(environment: Environment): Record<Component, readonly string[]> {
  const components = Object.entries(GRANTS).map(([component, grants]) => {
    const actions = grants(environment).flatMap((permission) => permission.actions);
    return [component, [...new Set(actions)].sort()] as const;
  });
  return Object.fromEntries(components) as unknown as Record<Component, readonly string[]>;
}
