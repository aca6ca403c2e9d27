import { loadConfig, type Environment } from '@patchbay/platform';
import { z } from 'zod';

const configSchema = z.object({
  AWS_REGION: z.string().min(1),
  CALLS_TABLE: z.string().min(1),
  CALLS_QUEUE_URL: z.url(),
  PROMPTS_BUCKET: z.string().min(1),
  AGENTS_DIR: z.string().min(1),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** @throws ConfigError naming every missing or malformed setting */
export const readConfig = (env: Environment = process.env) => loadConfig(configSchema, env);
