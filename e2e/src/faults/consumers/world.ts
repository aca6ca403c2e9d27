import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DomainEvent } from '@patchbay/contracts';
import { BUS_NAME } from '@patchbay/infra';
import {
  clientConfig,
  countMessages,
  createSecrets,
  PLACES,
  REGION,
  serviceEnvironment,
  startLocalCloud,
  startService,
  type LocalCloud,
  type ServiceProcess,
} from '@patchbay/local-cloud';
import { createLogger, sleep } from '@patchbay/platform';

export type ConsumerName = 'transcript-archiver' | 'notification-service';

export interface Consumer extends ServiceProcess {
  /** All that it printed. */
  readonly logFile: string;
}

/** A cloud without calls, and the services that consume its queues as processes of their own. */
export interface ConsumersWorld {
  readonly cloud: LocalCloud;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly events: EventBridgeClient;
  readonly dynamodb: DynamoDBClient;
  start(name: ConsumerName, env?: Readonly<Record<string, string>>): Promise<Consumer>;
  /** Puts events on the bus as they are: the same one twice, too. */
  publish(events: readonly DomainEvent[]): Promise<void>;
  /** Resolves once the queue holds nothing, neither waiting nor in flight. */
  untilDrained(queue: string): Promise<void>;
  close(): Promise<void>;
}

const ENTRIES_PER_CALL = 10;
const CALLS_AT_ONCE = 4;
const LOOK_AGAIN_MS = 200;
const silent = createLogger('faults', { level: 'silent' });

/** No call is placed here, so nobody speaks and nobody is on the line. */
const NO_CALLS = {
  synthesiser: { speak: async () => new Int16Array(), close: async () => undefined },
  speechModel: { open: () => ({ receive: () => undefined, close: () => undefined }) },
  contacts: { find: () => undefined, setAttributes: () => undefined, stop: () => undefined },
  kinesisVideo: { delayMs: 0, delivery: 'frames' },
} as const;

export async function startConsumersWorld(): Promise<ConsumersWorld> {
  const secrets = createSecrets();
  const webhookKeys = [secrets.webhookKey];
  const cloud = await startLocalCloud({
    ...NO_CALLS,
    ...{ port: 0, region: REGION, webhookKeys, logger: silent },
  });
  const aws = clientConfig(cloud.endpointUrl, REGION);
  const events = new EventBridgeClient(aws);
  const sqs = new SQSClient(aws);
  const logs = mkdtempSync(join(tmpdir(), 'patchbay-faults-'));
  mkdirSync(logs, { recursive: true });
  const started: Consumer[] = [];

  return {
    cloud,
    events,
    sqs,
    // A connection that was idle for a whole fault may be gone by the time the ledger is read.
    s3: new S3Client({ ...aws, requestHandler: { httpAgent: { keepAlive: false } } }),
    dynamodb: new DynamoDBClient(aws),
    async start(name, env = {}) {
      const logFile = join(logs, `${name}-${started.length}.log`);
      const settings = { ...serviceEnvironment(cloud, secrets, 'info'), ...env };
      const script = PLACES.bundle(name);
      const service = await startService({ name, script, env: settings, logFile });
      const consumer = { ...service, logFile };
      started.push(consumer);
      return consumer;
    },
    publish: (published) => putAll(published, events),
    async untilDrained(queue) {
      const url = cloud.queueUrls[queue] ?? '';
      // Twice: what was put on the bus reaches its queue a moment later.
      for (let empty = 0; empty < 2; await sleep(LOOK_AGAIN_MS)) {
        empty = (await countMessages(sqs, url)) === 0 ? empty + 1 : 0;
      }
    },
    async close() {
      await Promise.all(started.map((service) => service.stop()));
      await cloud.close();
    },
  };
}

async function putAll(published: readonly DomainEvent[], client: EventBridgeClient) {
  const calls: DomainEvent[][] = [];
  for (let at = 0; at < published.length; at += ENTRIES_PER_CALL) {
    calls.push(published.slice(at, at + ENTRIES_PER_CALL));
  }
  const putSome = async () => {
    for (let call = calls.shift(); call; call = calls.shift()) {
      await client.send(new PutEventsCommand({ Entries: call.map(toEntry) }));
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, putSome));
}

export const toEntry = (event: DomainEvent): PutEventsRequestEntry => ({
  EventBusName: BUS_NAME,
  Source: event.source,
  DetailType: event.type,
  Detail: JSON.stringify(event),
});
