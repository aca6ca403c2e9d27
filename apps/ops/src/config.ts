import { loadConfig, type Environment } from '@patchbay/platform';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const switchSchema = z.object({
  PROMPTS_BUCKET: z.string().min(1),
  AGENTS_DIR: z.string().min(1).default('agents'),
});

/** Both have an answer in any deployment, so that AWS settings alone lead to the dead letters. */
const dlqSchema = z.object({
  /** Of the deployed environment; a local run has none. */
  PATCHBAY_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/)
    .optional(),
  PATCHBAY_STATE_DIR: z.string().min(1).default(join(homedir(), '.patchbay')),
});

/** @throws ConfigError naming every missing or malformed setting */
export const readSwitchConfig = (env: Environment = process.env) => loadConfig(switchSchema, env);

/** @throws ConfigError naming every malformed setting */
export const readDlqConfig = (env: Environment = process.env) => loadConfig(dlqSchema, env);
