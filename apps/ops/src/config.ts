import { loadConfig, type Environment } from '@patchbay/platform';
import { z } from 'zod';

const configSchema = z.object({
  PROMPTS_BUCKET: z.string().min(1),
  AGENTS_DIR: z.string().min(1).default('agents'),
});

/** @throws ConfigError naming every missing or malformed setting */
export const readConfig = (env: Environment = process.env) => loadConfig(configSchema, env);
