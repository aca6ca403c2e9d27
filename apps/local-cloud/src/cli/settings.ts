import { randomBytes } from 'node:crypto';
import type { FlowName } from '@patchbay/contact-flow';
import {
  BUCKETS,
  BUS_NAME,
  CALLS_TABLE,
  deadLetterQueue,
  EFFECTS_TABLE,
  FAILURES_TABLE,
} from '@patchbay/infra';
import type { LocalCloud } from '../cloud';
import { LOCAL_ACCOUNT_ID } from '../client-config';
import { PLACES } from './places';

export const REGION = 'us-east-1';

/** The simulated instance, and its queue of humans. */
const INSTANCE_ID = '11111111-1111-4111-8111-111111111111';
export const INSTANCE_ARN = `arn:aws:connect:${REGION}:${LOCAL_ACCOUNT_ID}:instance/${INSTANCE_ID}`;
const HUMAN_QUEUE_ARN = `${INSTANCE_ARN}/queue/22222222-2222-4222-8222-222222222222`;

export const LAMBDA_FUNCTIONS = ['start-bot-session', 'process-bot-turn', 'contact-ended'] as const;
export const SERVICES = ['audio-bridge', 'transcript-archiver', 'notification-service'] as const;

export const functionArn = (name: (typeof LAMBDA_FUNCTIONS)[number]) =>
  `arn:aws:lambda:${REGION}:${LOCAL_ACCOUNT_ID}:function:${name}`;

export const flowArn = (name: FlowName) => `${INSTANCE_ARN}/contact-flow/${name}`;

/** What a deployment fills into the contact flows. */
export const FLOW_PLACEHOLDERS = {
  QueueFlowArn: flowArn('queue'),
  AgentWhisperFlowArn: flowArn('agent-whisper'),
  DisconnectFlowArn: flowArn('disconnect'),
  StartBotSessionFnArn: functionArn('start-bot-session'),
  ProcessBotTurnFnArn: functionArn('process-bot-turn'),
  HumanQueueArn: HUMAN_QUEUE_ARN,
};

/** Secrets of this run alone; nothing signs with them after it. */
export const createSecrets = () => ({
  bridgeKey: randomBytes(24).toString('hex'),
  webhookKey: randomBytes(24).toString('hex'),
  toolKey: randomBytes(24).toString('hex'),
});
export type Secrets = ReturnType<typeof createSecrets>;

/** More than one machine's speech models can serve. */
const MAX_CALLS = 16;

/**
 * The environment of every service and function: what a deployment would set, and the endpoint of
 * the local cloud. Each reads what it needs.
 */
export function serviceEnvironment(
  cloud: LocalCloud,
  secrets: Secrets,
  logLevel: 'info' | 'debug',
): Record<string, string> {
  const queueUrl = (queue: string) => cloud.queueUrls[queue] ?? '';
  return {
    ...cloud.env,
    SPEECH_REGION: REGION,
    CALLS_TABLE: CALLS_TABLE.name,
    EFFECTS_TABLE: EFFECTS_TABLE.name,
    FAILURES_TABLE: FAILURES_TABLE.name,
    CALLS_QUEUE_URL: queueUrl('calls'),
    CALLS_DLQ_URL: queueUrl(deadLetterQueue('calls')),
    TRANSCRIPTS_QUEUE_URL: queueUrl('transcripts'),
    NOTIFICATIONS_QUEUE_URL: queueUrl('notifications'),
    EVENT_BUS: BUS_NAME,
    TRANSCRIPTS_BUCKET: BUCKETS.transcripts,
    PROMPTS_BUCKET: BUCKETS.prompts,
    AGENTS_DIR: PLACES.agents,
    BRIDGE_ADDRESS: '127.0.0.1',
    BRIDGE_PORT: '0',
    BRIDGE_MAX_CALLS: String(MAX_CALLS),
    BRIDGE_KEYS: secrets.bridgeKey,
    ECS_AGENT_URI: cloud.ecsAgentUri('audio-bridge'),
    TOOL_KEYS: secrets.toolKey,
    DEFAULT_QUEUE_ARN: HUMAN_QUEUE_ARN,
    CONNECT_INSTANCE_ID: INSTANCE_ID,
    WEBHOOK_URL: `${cloud.endpointUrl}/webhooks/transfers`,
    WEBHOOK_KEYS: secrets.webhookKey,
    LOG_LEVEL: logLevel,
  };
}
