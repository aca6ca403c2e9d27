import type { TaskProtection } from '@patchbay/platform';
import { z } from 'zod';
import { TaskProtectionError } from './errors';

/** The agent asks ECS itself and tries again by itself; after so long it will not answer any more. */
const REQUEST_LIMIT_MS = 10_000;

/** ECS's names of reasons: what else the answer says, such as ARNs, has no place in a log. */
const reasonName = z.string().regex(/^\w{1,64}$/);

/** A refusal by ECS comes with status 200 too. */
const answerSchema = z.union([
  z.object({ protection: z.object({ ProtectionEnabled: z.boolean() }) }),
  z.object({ failure: z.object({ Reason: reasonName }) }),
  z.object({ error: z.object({ Code: reasonName }) }),
]);

/**
 * Scale-in protection of the task that this process is, by the endpoint of its ECS container agent
 * (developer guide, "Amazon ECS task scale-in protection endpoint").
 * @param agentUri what ECS sets as `ECS_AGENT_URI`
 */
export function createEcsTaskProtection({ agentUri }: { agentUri: string }): TaskProtection {
  const url = `${agentUri}/task-protection/v1/state`;
  return {
    protect: (minutes) => put(url, { ProtectionEnabled: true, ExpiresInMinutes: minutes }),
    release: () => put(url, { ProtectionEnabled: false }),
  };
}

interface Wanted {
  readonly ProtectionEnabled: boolean;
  readonly ExpiresInMinutes?: number;
}

/** @throws TaskProtectionError */
async function put(url: string, wanted: Wanted): Promise<void> {
  const answer = await ask(url, wanted);
  if ('failure' in answer) throw new TaskProtectionError(answer.failure.Reason);
  if ('error' in answer) throw new TaskProtectionError(answer.error.Code);
  if (answer.protection.ProtectionEnabled === wanted.ProtectionEnabled) return;
  throw new TaskProtectionError('UnconfirmedProtection');
}

async function ask(url: string, wanted: Wanted) {
  try {
    const response = await fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wanted),
      signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
    });
    return answerSchema.parse(await response.json());
  } catch (error) {
    throw new TaskProtectionError('AgentUnusable', error);
  }
}
