import { loadConfig, signingKeys, type Environment } from '@patchbay/platform';
import { withSecrets } from '@patchbay/secrets-secrets-manager';
import { z } from 'zod';

const configSchema = z.object({
  AWS_REGION: z.string().min(1),
  CALLS_TABLE: z.string().min(1),
  CALLS_QUEUE_URL: z.url(),
  PROMPTS_BUCKET: z.string().min(1),
  AGENTS_DIR: z.string().min(1),
  BRIDGE_KEYS: signingKeys,
  DEFAULT_QUEUE_ARN: z.string().min(1),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/**
 * BRIDGE_KEYS itself, or BRIDGE_KEYS_SECRET_ID: the secret in which it stands.
 * @throws ConfigError naming every missing or malformed setting
 */
export const readConfig = async (env: Environment = process.env) =>
  loadConfig(configSchema, await withSecrets(env));
