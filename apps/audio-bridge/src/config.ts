import { loadConfig, signingKeys, type Environment } from '@patchbay/platform';
import { z } from 'zod';
import { ownAddress } from './own-address';

const configSchema = z.object({
  AWS_REGION: z.string().min(1),
  /** Where the speech model is: not every Region has it. */
  SPEECH_REGION: z.string().min(1),
  /** Age from which a session of the model is renewed at a quiet moment; it ends after 8 minutes. */
  SPEECH_RENEW_AFTER_S: z.coerce.number().min(1).max(420).default(360),
  CALLS_TABLE: z.string().min(1),
  CALLS_QUEUE_URL: z.url(),
  CALLS_DLQ_URL: z.url(),
  FAILURES_TABLE: z.string().min(1),
  EVENT_BUS: z.string().min(1),
  TRANSCRIPTS_BUCKET: z.string().min(1),
  PROMPTS_BUCKET: z.string().min(1),
  /** The folder of agents: a path, or a place such as `s3://bucket/agents/`. */
  AGENTS_DIR: z.string().min(1),
  /** Where the Lambda functions reach this bridge and it listens; the machine's own without it. */
  BRIDGE_ADDRESS: z.union([z.ipv4(), z.ipv6()]),
  /** 0 takes any free port. */
  BRIDGE_PORT: z.coerce.number().int().min(0).max(65535),
  BRIDGE_MAX_CALLS: z.coerce.number().int().min(1).max(1000),
  /** By then every call has left a bridge that is to end; ECS kills it after 120 s. */
  BRIDGE_DRAIN_LIMIT_S: z.coerce.number().min(0).max(110).default(100),
  /** The agent of the task that this bridge is: ECS sets it in every container. */
  ECS_AGENT_URI: z.url(),
  /** Keys that sign turn requests: the current one, and after a comma the previous one. */
  BRIDGE_KEYS: signingKeys,
  /** Keys that sign requests to tools of the HTTPS kind: the current one, and the previous one. */
  TOOL_KEYS: signingKeys,
  /** Which MKV demuxer reads the media streams. */
  DEMUXER: z.enum(['incremental', 'ebml']).default('incremental'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** @throws ConfigError naming every missing or malformed setting */
export const readConfig = (env: Environment = process.env) =>
  loadConfig(configSchema, { BRIDGE_ADDRESS: ownAddress(), ...env });
export type BridgeConfig = ReturnType<typeof readConfig>;
