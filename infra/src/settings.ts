import type { Environment } from './environment/environment';
import { namesOf, type FunctionName, type ServiceName } from './names';
import { CALLS_TABLE, deadLetterQueue, EFFECTS_TABLE, FAILURES_TABLE } from './topology';

/** Where the bridges listen, inside their security group. */
export const BRIDGE_PORT = 8443;

/** The agents are part of a release: they lie beside the code, in images and functions alike. */
const AGENTS_DIR = 'agents';

export const SECRETS = {
  BRIDGE_KEYS: 'bridge-keys',
  TOOL_KEYS: 'tool-keys',
  WEBHOOK_KEYS: 'webhook-keys',
} as const;
export type SecretSetting = keyof typeof SECRETS;

/** What reads settings. */
export type Settled = FunctionName | ServiceName;

/** The secrets that each component gets, by the names of its settings. */
export const SECRET_SETTINGS: Record<Settled, readonly SecretSetting[]> = {
  'start-bot-session': [],
  'process-bot-turn': ['BRIDGE_KEYS'],
  'contact-ended': ['BRIDGE_KEYS'],
  'audio-bridge': ['BRIDGE_KEYS', 'TOOL_KEYS'],
  'transcript-archiver': [],
  'notification-service': ['WEBHOOK_KEYS'],
};

/**
 * The settings of each component, as its `config.ts` reads them; ECS and Lambda add AWS_REGION,
 * ECS its ECS_AGENT_URI.
 * @param humanQueueArn where callers wait for a human
 */
export function settingsOf(
  environment: Environment,
  humanQueueArn: string,
): Record<Settled, Record<string, string>> {
  const names = namesOf(environment);
  const { speech, calls, connect, webhookUrl, logLevel } = environment;
  const LOG_LEVEL = logLevel;
  const CALLS_TABLE_NAME = names.table(CALLS_TABLE);
  const FAILURES_TABLE_NAME = names.table(FAILURES_TABLE);
  const TRANSCRIPTS_BUCKET = names.bucket('transcripts');
  const carry = {
    CALLS_TABLE: CALLS_TABLE_NAME,
    CALLS_QUEUE_URL: names.queueUrl('calls'),
    PROMPTS_BUCKET: names.bucket('prompts'),
    AGENTS_DIR,
    LOG_LEVEL,
  };
  return {
    'start-bot-session': carry,
    'process-bot-turn': {
      CALLS_TABLE: CALLS_TABLE_NAME,
      CALLS_QUEUE_URL: carry.CALLS_QUEUE_URL,
      PROMPTS_BUCKET: carry.PROMPTS_BUCKET,
      AGENTS_DIR,
      DEFAULT_QUEUE_ARN: humanQueueArn,
      LOG_LEVEL,
    },
    'contact-ended': {
      CALLS_TABLE: CALLS_TABLE_NAME,
      CALLS_QUEUE_URL: carry.CALLS_QUEUE_URL,
      LOG_LEVEL,
    },
    'audio-bridge': {
      ...carry,
      EVENT_BUS: names.bus,
      CALLS_DLQ_URL: names.queueUrl(deadLetterQueue('calls')),
      FAILURES_TABLE: FAILURES_TABLE_NAME,
      SPEECH_REGION: speech.region,
      TRANSCRIPTS_BUCKET,
      BRIDGE_PORT: String(BRIDGE_PORT),
      BRIDGE_MAX_CALLS: String(calls.perBridge),
    },
    'transcript-archiver': {
      TRANSCRIPTS_QUEUE_URL: names.queueUrl('transcripts'),
      FAILURES_TABLE: FAILURES_TABLE_NAME,
      TRANSCRIPTS_BUCKET,
      LOG_LEVEL,
    },
    'notification-service': {
      NOTIFICATIONS_QUEUE_URL: names.queueUrl('notifications'),
      EFFECTS_TABLE: names.table(EFFECTS_TABLE),
      FAILURES_TABLE: FAILURES_TABLE_NAME,
      TRANSCRIPTS_BUCKET,
      AGENTS_DIR,
      CONNECT_INSTANCE_ID: connect.instanceArn.split('/').at(-1) ?? '',
      WEBHOOK_URL: webhookUrl,
      LOG_LEVEL,
    },
  };
}
