import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { PatchbayError, sleep } from '@patchbay/platform';
import { z } from 'zod';
import type { LambdaInvoker, LambdaResult } from './lambda-invoker';

const jsonObject = z.record(z.string(), z.unknown());

/** By function: what it answers. The first case counts whose `input` is in the tool's input. */
const functionsSchema = z.record(
  z.string(),
  z.array(z.strictObject({ input: jsonObject.default({}), answer: z.unknown() })).min(1),
);
type Functions = z.infer<typeof functionsSchema>;

const toolRequest = z.object({ input: jsonObject });

/** A function that has nothing to do but to look something up. */
const USUAL_MS = 50;

class InvalidFunctionsError extends PatchbayError {
  constructor(file: string, cause: unknown) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    super('InvalidFunctionsError', `${file} is not usable: ${problem}`, { retryable: false });
  }
}

/**
 * Stand-ins for the functions behind the agents' tools, from `agents/<agentId>/local-model/
 * functions.json`. @throws InvalidFunctionsError
 */
export function createAgentFunctions(
  agentsDir: string,
  functionMs: Readonly<Record<string, number>> = {},
): LambdaInvoker {
  const functions: Functions = Object.assign({}, ...readdirSync(agentsDir).map(readFunctions));
  return {
    async invoke(name, event): Promise<LambdaResult> {
      const cases = functions[name];
      if (!cases) return { kind: 'error', errorType: 'ResourceNotFoundException' };
      const { input } = toolRequest.parse(event);
      await sleep(functionMs[name] ?? USUAL_MS);
      const found = cases.find((each) => isWithin(each.input, input));
      return { kind: 'ok', payload: found?.answer ?? null };
    },
  };

  function readFunctions(agentId: string): Functions {
    const file = join(agentsDir, agentId, 'local-model', 'functions.json');
    if (!existsSync(file)) return {};
    try {
      return functionsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      throw new InvalidFunctionsError(file, error);
    }
  }
}

const isWithin = (part: Record<string, unknown>, whole: Record<string, unknown>) =>
  Object.entries(part).every(([name, value]) => isDeepStrictEqual(whole[name], value));
