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
import type { LambdaInvoker } from '../lambda/lambda-invoker';
import { createSpeechModel } from '../speech-model/create-speech-model';
import type { TurnScript } from '../speech-model/scripted/turn-script';
import type { SpeechModel } from '../speech-model/speech-model';
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
  /** The environment of its services: another process with it is one more of them. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends every process and worker; calls that are still up are cut. */
  close(): Promise<void>;
}

export type SystemOptions = Pick<
  StartOptions,
  'port' | 'speed' | 'model' | 'verbose' | keyof Delays
> & {
  /** Of the scenario that the system is for. */
  readonly settings?: SystemSettings | undefined;
  readonly parts?: Partial<OwnParts> | undefined;
};

/** What a test may bring along in place of the usual. */
export interface OwnParts {
  readonly agentsDir: string;
  readonly logsDir: string;
  /** Behind the agents' tools. */
  readonly functions: LambdaInvoker;
  /** Services to start; what is left out may be started later. */
  readonly services: readonly (typeof SERVICES)[number][];
  /** Events that an instance of a Lambda function takes at once. */
  readonly eventsAtOnce: number;
  /** Of the scripted model. */
  readonly script: TurnScript;
  /** Sees all that goes into and comes out of the speech model. */
  tapModel(model: SpeechModel): SpeechModel;
  /** Sees what the contact flow asks of its functions, and their answers. */
  tapLambdas(lambdas: LambdaInvoker): LambdaInvoker;
  /** Connect's contact events are best effort: whether the next one comes. */
  deliversContactEvent(): boolean;
}

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
  const { logsDir = PLACES.logs, services = SERVICES, ...own } = options.parts ?? {};
  const { tapLambdas = untapped, deliversContactEvent = () => true } = own;
  for (const folder of [PLACES.calls, logsDir]) mkdirSync(folder, { recursive: true });
  const logger = createLogger('local-cloud', {
    destination: createWriteStream(join(logsDir, 'local-cloud.log')),
  });
  const secrets = createSecrets();
  const voice = await createSynthesiser();
  onClose(() => voice.close());
  const contacts = new Contacts();
  const cloud = await startCloud({ ...options, voice, contacts, secrets, logger }, onClose);
  const env = {
    ...serviceEnvironment(cloud, secrets, options.verbose ? 'debug' : 'info'),
    ...(options.parts?.agentsDir !== undefined && { AGENTS_DIR: options.parts.agentsDir }),
    ...options.settings?.environment,
  };
  const aws = clientConfig(cloud.endpointUrl, REGION);
  const clients = { s3: new S3Client(aws), sqs: new SQSClient(aws) };

  const lambdas = startFunctions({ ...own, env, sqs: clients.sqs, logger, logsDir }, onClose);
  const connect = await createConnect({
    instanceArn: INSTANCE_ARN,
    flowFile: PLACES.inboundFlow,
    placeholders: FLOW_PLACEHOLDERS,
    heardFolder: PLACES.calls,
    delays: { lambdaMs: options.lambdaMs, promptStartMs: options.promptMs },
    contacts,
    lambdas: tapLambdas(lambdas),
    voice,
    streams: cloud.mediaStreams,
    prompts: new S3PromptStore(clients.s3),
    publishContactEvent(event) {
      if (deliversContactEvent()) cloud.eventBridge.publishAsAws(event);
    },
  });
  await startServices(services, { env, logsDir }, onClose);
  onClose(() => connect.close());
  return { cloud, connect, env, ...clients };
}

const untapped = <Tapped>(tapped: Tapped) => tapped;

interface CloudParts extends SystemOptions {
  readonly routes: Routes;
  readonly voice: Awaited<ReturnType<typeof createSynthesiser>>;
  readonly contacts: Contacts;
  readonly secrets: Secrets;
  readonly logger: Logger;
}

async function startCloud(parts: CloudParts, onClose: (close: Close) => void) {
  const { agentsDir = PLACES.agents, tapModel = untapped, ...own } = parts.parts ?? {};
  const speechModel = await createSpeechModel({
    kind: parts.model,
    agentsDir,
    script: own.script,
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
    speechModel: tapModel(speechModel),
    contacts: parts.contacts,
    flows: await instanceFlows(),
    functions: own.functions ?? createAgentFunctions(agentsDir, parts.settings?.functionMs),
    kinesisVideo: { delayMs: parts.streamMs / parts.speed, delivery: 'frames' },
    webhookKeys: [parts.secrets.webhookKey],
    unsignedRoutes: parts.routes,
    logger: parts.logger,
  });
  onClose(() => cloud.close());
  return cloud;
}

/** What every process and function is given. */
interface Surroundings {
  readonly env: Record<string, string>;
  readonly logsDir: string;
}

interface FunctionParts extends Surroundings, Partial<Pick<OwnParts, 'eventsAtOnce'>> {
  readonly sqs: SQSClient;
  readonly logger: Logger;
}

/** The Lambda functions, and the poller that feeds contact events to theirs. */
function startFunctions(
  { env, sqs, logger, logsDir, eventsAtOnce = 1 }: FunctionParts,
  onClose: (close: Close) => void,
) {
  const functions = LAMBDA_FUNCTIONS.map((name) => [
    name,
    {
      bundlePath: PLACES.bundle('connect-lambdas', name),
      env: ofComponent(name, env),
      eventsAtOnce,
    },
  ]);
  const lambdas = createLambdaHost({
    functions: Object.fromEntries(functions),
    logPath: join(logsDir, 'connect-lambdas.log'),
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

/** Each component signs with a key of its own, as it has a role of its own when deployed. */
const ofComponent = (name: string, env: Record<string, string>) => ({
  ...env,
  AWS_ACCESS_KEY_ID: name,
});

async function startServices(
  names: OwnParts['services'],
  { env, logsDir }: Surroundings,
  onClose: (close: Close) => void,
) {
  const started = names.map(async (name) => {
    const logFile = join(logsDir, `${name}.log`);
    const service = await startService({
      name,
      script: PLACES.bundle(name),
      env: ofComponent(name, env),
      logFile,
    });
    onClose(() => service.stop());
  });
  for (const result of await Promise.allSettled(started)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
