import { z } from 'zod';
import { PatchbayError } from './errors';

/** Thrown once, with every missing or malformed setting in it. */
export class ConfigError extends PatchbayError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('ConfigError', `Fix these settings:\n${problems.map((p) => `  - ${p}`).join('\n')}`, {
      retryable: false,
    });
    this.problems = problems;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads settings from the environment. An empty variable counts as missing.
 * @throws ConfigError naming all problems at once; values are never repeated in it.
 */
export function loadConfig<T extends z.ZodObject>(schema: T, env: Environment): z.infer<T> {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.issues.map((issue) => describe(issue, present)));
}

function describe(issue: z.core.$ZodIssue, present: Record<string, unknown>): string {
  const name = String(issue.path[0]);
  return name in present ? `${name} is malformed: ${issue.message}` : `${name} is missing`;
}
