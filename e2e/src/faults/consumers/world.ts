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
import { BUS_NAME, deadLetterQueue } from '@patchbay/infra';
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
  /** @param endpointUrl what stands between the service and the cloud; the cloud itself if absent */
  start(
    name: ConsumerName,
    env?: Readonly<Record<string, string>>,
    endpointUrl?: string,
  ): Promise<Consumer>;
  /** Puts events on the bus as they are: the same one twice, too. */
  publish(events: readonly DomainEvent[]): Promise<void>;
  /** Resolves once the queue holds nothing, neither waiting nor in flight. @throws when that never comes */
  untilDrained(queue: string): Promise<void>;
  /** How many messages lie on the queue's dead-letter queue. */
  countDeadLetters(queue: string): Promise<number>;
  close(): Promise<void>;
}

const ENTRIES_PER_CALL = 10;
const CALLS_AT_ONCE = 4;
const LOOK_AGAIN_MS = 200;
/** A message's retries are over by then, with what a consumer waits for between them. */
const DRAIN_LIMIT_MS = 420_000;
/** Nothing hangs here that is not meant to: a machine that is slow must not end an effect half-way. */
const PATIENT = { EFFECT_LIMIT_MS: '20000' };
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
  let starts = 0;

  return {
    cloud,
    events,
    sqs,
    // A connection that was idle for a whole fault may be gone by the time the ledger is read.
    s3: new S3Client({ ...aws, requestHandler: { httpAgent: { keepAlive: false } } }),
    dynamodb: new DynamoDBClient(aws),
    async start(name, env = {}, endpointUrl = cloud.endpointUrl) {
      const logFile = join(logs, `${name}-${(starts += 1)}.log`);
      const settings = Object.entries(serviceEnvironment(cloud, secrets, 'info')).map(
        ([setting, value]) => [setting, value.replace(cloud.endpointUrl, endpointUrl)],
      );
      const script = PLACES.bundle(name);
      const service = await startService({
        ...{ name, script, logFile },
        env: { ...Object.fromEntries(settings), ...PATIENT, ...env },
      });
      const consumer = { ...service, logFile };
      started.push(consumer);
      return consumer;
    },
    publish: (published) => putAll(published, events),
    async untilDrained(queue) {
      const url = cloud.queueUrls[queue] ?? '';
      const endMs = performance.now() + DRAIN_LIMIT_MS;
      // Twice: what was put on the bus reaches its queue a moment later.
      for (let empty = 0; empty < 2; await sleep(LOOK_AGAIN_MS)) {
        const left = await countMessages(sqs, url);
        if (performance.now() > endMs) throw new Error(`${queue} still holds ${left} messages`);
        empty = left === 0 ? empty + 1 : 0;
      }
    },
    countDeadLetters: (queue) => countMessages(sqs, cloud.queueUrls[deadLetterQueue(queue)] ?? ''),
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
