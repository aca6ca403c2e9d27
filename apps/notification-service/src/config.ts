import { loadConfig, signingKeys, type Environment } from '@patchbay/platform';
import { z } from 'zod';

const configSchema = z.object({
  AWS_REGION: z.string().min(1),
  NOTIFICATIONS_QUEUE_URL: z.url(),
  TRANSCRIPTS_BUCKET: z.string().min(1),
  /** The folder of agents: a path, or a place such as `s3://bucket/agents/`. */
  AGENTS_DIR: z.string().min(1),
  CONNECT_INSTANCE_ID: z.string().min(1),
  WEBHOOK_URL: z.url({ protocol: /^https?$/ }),
  WEBHOOK_KEYS: signingKeys,
  EFFECTS_TABLE: z.string().min(1),
  FAILURES_TABLE: z.string().min(1),
  VISIBILITY_S: z.coerce.number().int().min(3).max(43_200).default(60),
  RETRY_BASE_MS: z.coerce.number().int().positive().default(5000),
  EFFECT_LIMIT_MS: z.coerce.number().int().positive().max(20_000).default(10_000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** @throws ConfigError naming every missing or malformed setting */
export const readConfig = (env: Environment = process.env) => loadConfig(configSchema, env);
export type NotificationConfig = ReturnType<typeof readConfig>;
