import { loadConfig, type Environment } from '@patchbay/platform';
import { z } from 'zod';

const configSchema = z.object({
  TRANSCRIPTS_QUEUE_URL: z.url(),
  TRANSCRIPTS_BUCKET: z.string().min(1),
  FAILURES_TABLE: z.string().min(1),
  VISIBILITY_S: z.coerce.number().int().min(3).max(43_200).default(60),
  RETRY_BASE_MS: z.coerce.number().int().positive().default(5000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** @throws ConfigError naming every missing or malformed setting */
export const readConfig = (env: Environment = process.env) => loadConfig(configSchema, env);
