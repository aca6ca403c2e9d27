import type { Clock } from '@patchbay/platform';
import { z } from 'zod';
import { LOCAL_ACCOUNT_ID } from '../client-config';
import type { ApiCalls } from '../front/api-calls';
import type { AwsRequest, AwsResponse } from '../front/aws-service';
import { parseJson, readBody, sendJson } from '../front/exchange';

/** The first part of the path under which the agent answers: `/ecs-agent/<task>`. */
export const ECS_AGENT_ROUTE = 'ecs-agent';

const PATH = /^\/ecs-agent\/([\w-]{1,64})\/task-protection\/v1\/state$/;

/** Source: Amazon ECS API reference, UpdateTaskProtection. */
const DEFAULT_MINUTES = 120;
const MOST_MINUTES = 2880;

/** The agent refuses fields that it does not know. Source: amazon-ecs-agent, `taskprotection/v1`. */
const wantedSchema = z.strictObject({
  ProtectionEnabled: z.boolean(),
  ExpiresInMinutes: z.int().min(1).max(MOST_MINUTES).optional(),
});

export interface EcsAgentOptions {
  readonly region: string;
  readonly clock: Clock;
  /** Where it notes what it asks ECS for in a task's name. */
  readonly apiCalls: ApiCalls;
}

/**
 * The ECS container agent beside each task, as far as it sets scale-in protection. It asks ECS with
 * the task's role; here a task goes by the name of its role.
 */
export class EcsAgent {
  readonly #options: EcsAgentOptions;
  readonly #endsAtMs = new Map<string, number>();

  constructor(options: EcsAgentOptions) {
    this.#options = options;
  }

  /** Whether ECS would spare the task when it scales in. */
  isProtected(task: string): boolean {
    return this.#options.clock.nowMs() < (this.#endsAtMs.get(task) ?? 0);
  }

  readonly handle = async (request: AwsRequest, response: AwsResponse): Promise<void> => {
    const task = PATH.exec(request.url ?? '')?.[1];
    if (task === undefined) return sendJson(response, 404, fault('ResourceNotFoundException'));
    if (request.method === 'GET') {
      this.#options.apiCalls.noteAction(task, 'ecs:GetTaskProtection');
      return sendJson(response, 200, this.#stateOf(task));
    }
    const wanted = wantedSchema.safeParse(parseJson(await readBody(request)));
    if (!wanted.success) return sendJson(response, 400, fault('InvalidParameterException'));
    this.#options.apiCalls.noteAction(task, 'ecs:UpdateTaskProtection');
    this.#update(task, wanted.data);
    sendJson(response, 200, this.#stateOf(task));
  };

  #update(task: string, wanted: z.infer<typeof wantedSchema>): void {
    const { ProtectionEnabled, ExpiresInMinutes = DEFAULT_MINUTES } = wanted;
    const durationMs = ProtectionEnabled ? ExpiresInMinutes * 60_000 : 0;
    this.#endsAtMs.set(task, this.#options.clock.nowMs() + durationMs);
  }

  #stateOf(task: string) {
    const { region } = this.#options;
    const isProtected = this.isProtected(task);
    const endsAt = new Date(this.#endsAtMs.get(task) ?? 0).toISOString();
    return {
      protection: {
        ProtectionEnabled: isProtected,
        ExpirationDate: isProtected ? endsAt : null,
        TaskArn: `arn:aws:ecs:${region}:${LOCAL_ACCOUNT_ID}:task/patchbay/${task}`,
      },
    };
  }
}

const fault = (Code: string) => ({ error: { Code, Message: 'As the agent says it.' } });
