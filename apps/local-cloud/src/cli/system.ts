import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createLogger, type Logger } from '@patchbay/platform';
import { clientConfig, LOCAL_ACCOUNT_ID } from '../client-config';
import type { SystemSettings } from '../caller/scenario';
import { startLocalCloud, type LocalCloud } from '../cloud';
import { createConnect, type Connect } from '../connect/connect';
import { Contacts } from '../connect/contacts';
import { S3PromptStore } from '../connect/prompts/prompt-store';
import { startEventSourceMapping } from '../lambda/event-source-mapping';
import { createAgentFunctions } from '../lambda/agent-functions';
import { createLambdaHost } from '../lambda/lambda-host';
import { createSpeechModel } from '../speech-model/create-speech-model';
import { createSynthesiser } from '../voice/create-synthesiser';
import type { Delays } from './delay-options';
import { instanceFlows } from './instance-flows';
import { PLACES } from './places';
import { startService } from './service-process';
import {
  createSecrets,
  FLOW_PLACEHOLDERS,
  INSTANCE_ARN,
  LAMBDA_FUNCTIONS,
  REGION,
  serviceEnvironment,
  SERVICES,
  type Secrets,
} from './settings';
import type { StartOptions } from './start-options';

/** The whole system, running on this machine. */
export interface System {
  readonly cloud: LocalCloud;
  readonly connect: Connect;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  /** Ends every process and worker; calls that are still up are cut. */
  close(): Promise<void>;
}

export type SystemOptions = Pick<
  StartOptions,
  'port' | 'speed' | 'model' | 'verbose' | keyof Delays
> & {
  /** Of the scenario that the system is for. */
  readonly settings?: SystemSettings | undefined;
};

/** Handlers on the local cloud's port that are no AWS service, by the first part of their path. */
type Routes = NonNullable<Parameters<typeof startLocalCloud>[0]['unsignedRoutes']>;

/** What a running function of contact events may take. */
const CONTACT_EVENTS_LIMIT_MS = 10_000;

type Close = () => Promise<unknown>;

/**
 * Starts the local cloud, the functions and the services, in the order in which they need each
 * other. What was started before a failure is ended again.
 * @throws PortInUseError, ServiceStartError and what the parts themselves throw
 */
export async function startSystem(options: SystemOptions, routes: Routes): Promise<System> {
  const closers: Close[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return {
      ...(await startParts({ ...options, routes }, (closer) => closers.push(closer))),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  options: SystemOptions & { routes: Routes },
  onClose: (close: Close) => void,
) {
  for (const folder of [PLACES.calls, PLACES.logs]) mkdirSync(folder, { recursive: true });
  const logger = createLogger('local-cloud', {
    destination: createWriteStream(join(PLACES.logs, 'local-cloud.log')),
  });
  const secrets = createSecrets();
  const voice = await createSynthesiser();
  onClose(() => voice.close());
  const contacts = new Contacts();
  const cloud = await startCloud({ ...options, voice, contacts, secrets, logger }, onClose);
  const env = {
    ...serviceEnvironment(cloud, secrets, options.verbose ? 'debug' : 'info'),
    ...options.settings?.environment,
  };
  const aws = clientConfig(cloud.endpointUrl, REGION);
  const clients = { s3: new S3Client(aws), sqs: new SQSClient(aws) };

  const lambdas = startFunctions(env, clients.sqs, logger, onClose);
  const connect = await createConnect({
    instanceArn: INSTANCE_ARN,
    flowFile: PLACES.inboundFlow,
    placeholders: FLOW_PLACEHOLDERS,
    heardFolder: PLACES.calls,
    delays: { lambdaMs: options.lambdaMs, promptStartMs: options.promptMs },
    contacts,
    lambdas,
    voice,
    streams: cloud.mediaStreams,
    prompts: new S3PromptStore(clients.s3),
    publishContactEvent: (event) => cloud.eventBridge.publishAsAws(event),
  });
  await startServices(env, onClose);
  onClose(() => connect.close());
  return { cloud, connect, ...clients };
}

interface CloudParts extends SystemOptions {
  readonly routes: Routes;
  readonly voice: Awaited<ReturnType<typeof createSynthesiser>>;
  readonly contacts: Contacts;
  readonly secrets: Secrets;
  readonly logger: Logger;
}

async function startCloud(parts: CloudParts, onClose: (close: Close) => void) {
  const speechModel = await createSpeechModel({
    kind: parts.model,
    agentsDir: PLACES.agents,
    speed: parts.speed,
    thinkingMs: parts.thinkingMs,
    deliveryRate: parts.deliveryRate,
    ...parts.settings?.model,
    synthesiser: parts.voice,
  });
  onClose(() => speechModel.close());
  const cloud = await startLocalCloud({
    port: parts.port,
    region: REGION,
    synthesiser: parts.voice,
    speechModel,
    contacts: parts.contacts,
    flows: await instanceFlows(),
    functions: createAgentFunctions(PLACES.agents, parts.settings?.functionMs),
    kinesisVideo: { delayMs: parts.streamMs / parts.speed, delivery: 'frames' },
    webhookKeys: [parts.secrets.webhookKey],
    unsignedRoutes: parts.routes,
    logger: parts.logger,
  });
  onClose(() => cloud.close());
  return cloud;
}

/** The Lambda functions, and the poller that feeds contact events to theirs. */
function startFunctions(
  env: Record<string, string>,
  sqs: SQSClient,
  logger: Logger,
  onClose: (close: Close) => void,
) {
  const functions = LAMBDA_FUNCTIONS.map((name) => [
    name,
    { bundlePath: PLACES.bundle('connect-lambdas', name), env },
  ]);
  const lambdas = createLambdaHost({
    functions: Object.fromEntries(functions),
    logPath: join(PLACES.logs, 'connect-lambdas.log'),
  });
  onClose(() => lambdas.close());
  const poller = startEventSourceMapping({
    queueArn: `arn:aws:sqs:${REGION}:${LOCAL_ACCOUNT_ID}:contact-events`,
    functionName: 'contact-ended',
    functionTimeoutMs: CONTACT_EVENTS_LIMIT_MS,
    lambda: lambdas,
    sqs,
    logger,
  });
  onClose(() => poller.close());
  return lambdas;
}

async function startServices(env: Record<string, string>, onClose: (close: Close) => void) {
  const started = SERVICES.map(async (name) => {
    const logFile = join(PLACES.logs, `${name}.log`);
    const service = await startService({ name, script: PLACES.bundle(name), env, logFile });
    onClose(() => service.stop());
  });
  for (const result of await Promise.allSettled(started)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
