import { BUCKETS, BUS_NAME, deadLetterQueue } from './topology';

/** What makes the names of one environment differ from those of another. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly prefix: string;
}

export const FUNCTIONS = ['start-bot-session', 'process-bot-turn', 'contact-ended'] as const;
export const SERVICES = ['audio-bridge', 'transcript-archiver', 'notification-service'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];
export type ServiceName = (typeof SERVICES)[number];

/** The start of every name in the topology; an environment has its own in its place. */
const TOPOLOGY_PREFIX = 'patchbay';

/**
 * Physical names and ARNs of an environment. They are the same before anything is deployed, so a
 * role can list exactly what it may touch.
 */
export function namesOf({ account, region, prefix }: Place) {
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:${region}:${account}:${resource}`;
  const own = (name: string) => name.replace(TOPOLOGY_PREFIX, prefix);
  const queue = (name: string) => `${prefix}-${name}`;
  const bucket = (name: keyof typeof BUCKETS) => `${own(BUCKETS[name])}-${account}-${region}`;
  return {
    queue,
    deadLetterQueue: (name: string) => queue(deadLetterQueue(name)),
    queueArn: (name: string) => arn('sqs', queue(name)),
    queueUrl: (name: string) => `https://sqs.${region}.amazonaws.com/${account}/${queue(name)}`,
    table: (table: { name: string }) => own(table.name),
    tableArn: (table: { name: string }) => arn('dynamodb', `table/${own(table.name)}`),
    bucket,
    bucketArn: (name: keyof typeof BUCKETS) => `arn:aws:s3:::${bucket(name)}`,
    bus: own(BUS_NAME),
    busArn: arn('events', `event-bus/${own(BUS_NAME)}`),
    functionName: (name: string) => `${prefix}-${name}`,
    functionArn: (name: string) => arn('lambda', `function:${name}`),
    service: (name: ServiceName) => `${prefix}-${name}`,
    cluster: prefix,
    serviceArn: (name: ServiceName) => arn('ecs', `service/${prefix}/${prefix}-${name}`),
    /** ECS gives every task an id when it starts it. */
    tasksArn: arn('ecs', `task/${prefix}/*`),
    repository: (name: ServiceName) => `${prefix}/${name}`,
    repositoryArn: (name: ServiceName) => arn('ecr', `repository/${prefix}/${name}`),
    logGroup: (name: string) => `/patchbay/${prefix}/${name}`,
    logGroupArn: (name: string) => arn('logs', `log-group:/patchbay/${prefix}/${name}`),
    setting: (component: string, name: string) => `/${prefix}/${component}/${name}`,
    settingsArn: (component: string) => arn('ssm', `parameter/${prefix}/${component}/*`),
    operatorPolicy: (right: string) => `${prefix}-operator-${right}`,
    secret: (name: string) => `${prefix}/${name}`,
    /** Secrets Manager ends a secret's ARN with six random characters. */
    secretArn: (name: string) => arn('secretsmanager', `secret:${prefix}/${name}-??????`),
    /** Connect names a stream `<prefix>-connect-<alias of the instance>-contact-<contactId>`. */
    mediaStreamPrefix: prefix,
    mediaStreamArn: arn('kinesisvideo', `stream/${prefix}-connect-*`),
    contactArn: (instanceArn: string) => `${instanceArn}/contact/*`,
    modelArn: (modelRegion: string, modelId: string) =>
      `arn:aws:bedrock:${modelRegion}::foundation-model/${modelId}`,
  };
}
export type Names = ReturnType<typeof namesOf>;
