import { loadConfig, signingKeys, type Environment } from '@patchbay/platform';
import { z } from 'zod';

const configSchema = z.object({
  CALLS_TABLE: z.string().min(1),
  CALLS_QUEUE_URL: z.url(),
  BRIDGE_KEYS: signingKeys,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** @throws ConfigError naming every missing or malformed setting */
export const readConfig = (env: Environment = process.env) => loadConfig(configSchema, env);
