import { systemClock, type Clock, type Logger } from '@patchbay/platform';
import { createBedrock } from './bedrock/bedrock';
import { LOCAL_ACCOUNT_ID, LOCAL_CREDENTIALS } from './client-config';
import { createConnectApi } from './connect-api/connect-api';
import type { ContactDirectory } from './connect-api/contact-directory';
import type { StoredFlow } from './connect-api/flow-operations';
import { createDynamoDb } from './dynamodb/dynamodb';
import { ECS_AGENT_ROUTE, EcsAgent } from './ecs-agent/ecs-agent';
import { createEventBridge, type EventBridge } from './eventbridge/eventbridge';
import { API_CALLS_ROUTE, ApiCalls } from './front/api-calls';
import { Disturbances } from './front/disturbances';
import { startFront, type FrontOptions } from './front/front';
import { LOOPBACK } from './front/loopback-port';
import { createKinesisVideo } from './kinesis-video/kinesis-video';
import { createLambdaApi, NO_FUNCTIONS } from './lambda/lambda-api';
import type { LambdaInvoker } from './lambda/lambda-invoker';
import type { MediaStreams } from './kinesis-video/media-streams';
import { createPolly } from './polly/polly';
import { provision, type QueueUrls } from './provision/provision';
import { createS3 } from './s3/s3';
import type { SpeechModel } from './speech-model/speech-model';
import { createSqs } from './sqs/sqs';
import type { Synthesiser } from './voice/synthesiser';
import {
  createWebhookReceiver,
  WEBHOOKS_ROUTE,
  type WebhookReceiver,
} from './webhook/webhook-receiver';

export interface LocalCloudOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly region: string;
  readonly synthesiser: Synthesiser;
  readonly speechModel: SpeechModel;
  readonly contacts: ContactDirectory;
  /** The contact flows of the instance; none if absent. */
  readonly flows?: readonly StoredFlow[];
  /** What the Lambda API invokes; none if absent. */
  readonly functions?: LambdaInvoker;
  readonly kinesisVideo: Pick<Parameters<typeof createKinesisVideo>[0], 'delayMs' | 'delivery'>;
  /** Keys that sign webhooks: the current one and, during a rotation, the one before. */
  readonly webhookKeys: readonly string[];
  /** What else answers on the port, by the first part of its path. */
  readonly unsignedRoutes?: FrontOptions['unsignedRoutes'];
  readonly logger: Logger;
  readonly clock?: Clock;
}

export interface LocalCloud {
  readonly port: number;
  readonly endpointUrl: string;
  /** All that an unmodified service needs in its environment to find this cloud. */
  readonly env: Readonly<Record<string, string>>;
  readonly queueUrls: QueueUrls;
  readonly eventBridge: Pick<EventBridge, 'onEvent' | 'publishAsAws' | 'refuseEntries'>;
  readonly mediaStreams: MediaStreams;
  readonly webhooks: WebhookReceiver;
  readonly ecsAgent: Pick<EcsAgent, 'isProtected'>;
  /** The agent of a task, as ECS would name it to the task's containers. */
  readonly ecsAgentUri: (task: string) => string;
  /** Outages and throttles, for as long as they are wanted. */
  readonly disturbances: Disturbances;
  /** Every request so far that was answered 501. */
  readonly notEmulated: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts AWS on one port of 127.0.0.1 and creates the system's queues, rules, table and buckets.
 * @throws PortInUseError
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { region, logger, clock = systemClock } = options;
  let port = options.port;
  const endpointUrl = () => `http://${LOOPBACK}:${port}`;
  const place = { endpointUrl, region, accountId: LOCAL_ACCOUNT_ID, clock };

  const sqs = await createSqs(place);
  const eventBridge = createEventBridge({ region, logger, clock, send: sqs.send });
  const kinesisVideo = createKinesisVideo({ ...place, ...options.kinesisVideo });
  const webhooks = createWebhookReceiver({ keys: options.webhookKeys, clock });
  const disturbances = new Disturbances();
  const apiCalls = new ApiCalls();
  const ecsAgent = new EcsAgent({ region, clock, apiCalls });
  const front = await startFront({
    port,
    disturbances,
    apiCalls,
    logger,
    services: [
      sqs,
      await createS3(),
      createDynamoDb(),
      eventBridge,
      kinesisVideo.service,
      createConnectApi({ contacts: options.contacts, region, flows: options.flows }),
      createLambdaApi(options.functions ?? NO_FUNCTIONS),
      createPolly(options),
      createBedrock(options),
    ],
    unsignedRoutes: {
      ...options.unsignedRoutes,
      [WEBHOOKS_ROUTE]: webhooks.handle,
      [API_CALLS_ROUTE]: apiCalls.handle,
      [ECS_AGENT_ROUTE]: ecsAgent.handle,
    },
  });
  port = front.port;
  const queueUrls = await provision(endpointUrl(), region).catch(async (error) => {
    await front.close();
    throw error;
  });

  return {
    port,
    endpointUrl: endpointUrl(),
    env: environment(endpointUrl(), region),
    queueUrls,
    eventBridge,
    mediaStreams: kinesisVideo.streams,
    webhooks,
    ecsAgent,
    ecsAgentUri: (task) => `${endpointUrl()}/${ECS_AGENT_ROUTE}/${task}`,
    disturbances,
    notEmulated: front.notEmulated,
    close: front.close,
  };
}

const environment = (endpointUrl: string, region: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpointUrl,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
});
