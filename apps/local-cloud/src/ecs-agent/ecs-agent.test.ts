import { createLogger } from '@patchbay/platform';
import { createEcsTaskProtection } from '@patchbay/task-protection-ecs';
import { createManualClock } from '@patchbay/testing';
import { API_CALLS_ROUTE, ApiCalls } from '../front/api-calls';
import { startFront, type Front } from '../front/front';
import { ECS_AGENT_ROUTE, EcsAgent } from './ecs-agent';

const clock = createManualClock();

let agent: EcsAgent;
let front: Front;

beforeEach(async () => {
  const apiCalls = new ApiCalls();
  agent = new EcsAgent({ region: 'us-east-1', clock, apiCalls });
  front = await startFront({
    port: 0,
    services: [],
    unsignedRoutes: { [ECS_AGENT_ROUTE]: agent.handle, [API_CALLS_ROUTE]: apiCalls.handle },
    logger: createLogger('test', { level: 'silent' }),
  });
});
afterEach(() => front.close());

const url = (path: string) => `http://127.0.0.1:${front.port}/${path}`;
const protection = (task: string) =>
  createEcsTaskProtection({ agentUri: url(`${ECS_AGENT_ROUTE}/${task}`) });
const put = (body: string, task = 'a-task') =>
  fetch(url(`${ECS_AGENT_ROUTE}/${task}/task-protection/v1/state`), { method: 'PUT', body });

describe('a task', () => {
  test('is protected from when it asks until the time is over, and no other is', async () => {
    await protection('one').protect(10);

    clock.advance(10 * 60_000 - 1);
    expect(agent.isProtected('one')).toBe(true);
    expect(agent.isProtected('other')).toBe(false);
    clock.advance(1);
    expect(agent.isProtected('one')).toBe(false);
  });

  test('can let its protection go', async () => {
    await protection('one').protect(10);
    await protection('one').release();

    expect(agent.isProtected('one')).toBe(false);
  });

  test('is known as who asked ECS for it', async () => {
    await protection('audio-bridge').protect(10);

    const asked = await fetch(url(API_CALLS_ROUTE));

    expect(await asked.json()).toEqual({ 'audio-bridge': ['ecs:UpdateTaskProtection'] });
  });

  test('reads its state as ECS words it', async () => {
    await protection('one').protect(10);

    const state = await fetch(url(`${ECS_AGENT_ROUTE}/one/task-protection/v1/state`));

    expect(await state.json()).toEqual({
      protection: {
        ProtectionEnabled: true,
        ExpirationDate: new Date(clock.nowMs() + 600_000).toISOString(),
        TaskArn: 'arn:aws:ecs:us-east-1:000000000000:task/patchbay/one',
      },
    });
  });
});

test.each([
  ['too long', '{"ProtectionEnabled":true,"ExpiresInMinutes":2881}'],
  ['no time at all', '{"ProtectionEnabled":true,"ExpiresInMinutes":0}'],
  ['a field that ECS does not know', '{"ProtectionEnabled":true,"Minutes":5}'],
  ['nothing', '{}'],
])('a request for %s is refused and changes nothing', async (_, body) => {
  const { status } = await put(body);

  expect(status).toBe(400);
  expect(agent.isProtected('a-task')).toBe(false);
});

test('there is nothing else to ask the agent for', async () => {
  expect((await fetch(url(`${ECS_AGENT_ROUTE}/one/other`))).status).toBe(404);
});
