import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createEcsTaskProtection } from './ecs-task-protection';

const TASK = 'arn:aws:ecs:us-east-1:111122223333:task/patchbay/0123456789abcdef';

/** The container agent's endpoint: it keeps what is asked, and answers as it is told. */
describe('the protection of an ECS task', () => {
  let server: Server;
  let asked: { request: string; body: unknown }[];
  let answer: { status: number; body: string };

  const agentUri = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/0123`;
  const protection = () => createEcsTaskProtection({ agentUri: agentUri() });
  const protectedTask = (ProtectionEnabled: boolean) => ({
    protection: { ProtectionEnabled, ExpirationDate: null, TaskArn: TASK },
  });
  const answers = (body: object, status = 200) => (answer = { status, body: JSON.stringify(body) });

  beforeEach(async () => {
    asked = [];
    server = createServer(async (request, response) => {
      const body = JSON.parse(await text(request));
      asked.push({ request: `${request.method} ${request.url}`, body });
      response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test('is set for so many minutes, and taken away', async () => {
    answers(protectedTask(true));
    await protection().protect(10);
    answers(protectedTask(false));
    await protection().release();

    const request = 'PUT /api/0123/task-protection/v1/state';
    expect(asked).toEqual([
      { request, body: { ProtectionEnabled: true, ExpiresInMinutes: 10 } },
      { request, body: { ProtectionEnabled: false } },
    ]);
  });

  test.each<[string, string, object, number]>([
    [
      'refuses, with status 200',
      'DEPLOYMENT_BLOCKED',
      { failure: { Arn: TASK, Detail: null, Reason: 'DEPLOYMENT_BLOCKED' } },
      200,
    ],
    [
      'lets the role do no such thing',
      'AccessDeniedException',
      {
        requestID: '1',
        error: { Arn: TASK, Code: 'AccessDeniedException', Message: `no rights on ${TASK}` },
      },
      400,
    ],
    ['leaves it as it was', 'UnconfirmedProtection', protectedTask(false), 200],
    ['answers something else', 'AgentUnusable', { message: 'not found' }, 404],
    ['gives no name as its reason', 'AgentUnusable', { failure: { Reason: `see ${TASK}` } }, 200],
  ])('is not set when ECS %s: an error named %s, without an ARN', async (_, name, body, status) => {
    answers(body, status);

    const error = await protection()
      .protect(10)
      .catch((reason: unknown) => reason);

    expect(error).toMatchObject({ name, retryable: true });
    expect(String(error)).not.toContain(TASK);
  });

  test('is not set without an agent', async () => {
    const gone = protection();
    server.close();

    await expect(gone.protect(10)).rejects.toMatchObject({ name: 'AgentUnusable' });
  });
});
