import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  BUCKETS,
  BUS_NAME,
  DEAD_LETTER_RETENTION_S,
  deadLetterQueue,
  QUEUES,
  RULES,
  TABLES,
  type QueueSpec,
  type RuleSpec,
} from '@patchbay/infra';
import { clientConfig, LOCAL_ACCOUNT_ID } from '../client-config';

/** The URL of each queue of the system, by its name. */
export type QueueUrls = Readonly<Record<string, string>>;

/**
 * Creates all that the topology names: queues with their dead-letter queues, the bus with its
 * rules, the tables and the buckets. Items do not expire here, as the emulator has no TTL.
 */
export async function provision(endpointUrl: string, region: string): Promise<QueueUrls> {
  const config = clientConfig(endpointUrl, region);
  const queueUrls = await createQueues(new SQSClient(config), region);
  await Promise.all([
    createRules(new EventBridgeClient(config), region),
    createTables(new DynamoDBClient(config)),
    createBuckets(new S3Client(config)),
  ]);
  return queueUrls;
}

export const queueArn = (region: string, name: string) =>
  `arn:aws:sqs:${region}:${LOCAL_ACCOUNT_ID}:${name}`;

async function createQueues(sqs: SQSClient, region: string): Promise<QueueUrls> {
  const create = async (QueueName: string, Attributes: Record<string, string>) => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return [QueueName, QueueUrl] as const;
  };
  const deadLetterQueues = QUEUES.map(({ name }) =>
    create(deadLetterQueue(name), { MessageRetentionPeriod: String(DEAD_LETTER_RETENTION_S) }),
  );
  const urls = [
    ...(await Promise.all(deadLetterQueues)),
    ...(await Promise.all(QUEUES.map((queue) => create(queue.name, attributes(queue, region))))),
  ];
  return Object.fromEntries(urls);
}

const attributes = (queue: QueueSpec, region: string): Record<string, string> => ({
  VisibilityTimeout: String(queue.visibilityTimeoutS),
  MessageRetentionPeriod: String(queue.retentionS),
  RedrivePolicy: JSON.stringify({
    deadLetterTargetArn: queueArn(region, deadLetterQueue(queue.name)),
    maxReceiveCount: queue.maxReceiveCount,
  }),
});

async function createRules(events: EventBridgeClient, region: string): Promise<void> {
  await events.send(new CreateEventBusCommand({ Name: BUS_NAME }));
  await Promise.all(RULES.map((rule) => createRule(events, region, rule)));
}

async function createRule(events: EventBridgeClient, region: string, rule: RuleSpec) {
  const { name, bus: EventBusName, pattern, targetQueue } = rule;
  const EventPattern = JSON.stringify(pattern);
  await events.send(new PutRuleCommand({ Name: name, EventBusName, EventPattern }));
  const target = {
    Id: targetQueue,
    Arn: queueArn(region, targetQueue),
    DeadLetterConfig: { Arn: queueArn(region, deadLetterQueue(targetQueue)) },
  };
  await events.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets: [target] }));
}

async function createTables(dynamodb: DynamoDBClient): Promise<void> {
  const create = ({ name, partitionKey: AttributeName }: (typeof TABLES)[number]) =>
    dynamodb.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
        KeySchema: [{ AttributeName, KeyType: 'HASH' }],
      }),
    );
  await Promise.all(TABLES.map(create));
}

async function createBuckets(s3: S3Client): Promise<void> {
  const buckets = Object.values(BUCKETS);
  await Promise.all(buckets.map((Bucket) => s3.send(new CreateBucketCommand({ Bucket }))));
}
