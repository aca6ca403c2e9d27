import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ToolCall } from '@patchbay/agent';
import { toolRequestSchema } from '@patchbay/contracts';
import { isSignatureValid, type SigningKeys } from '@patchbay/platform';
import { AGENT_ID, CONTACT_ID, createManualClock } from '@patchbay/testing';
import { createHttpsToolRunner } from './https-tool-runner';

const keys: SigningKeys = ['current-key-0123456789', 'previous-key-0123456789'];
const clock = createManualClock();
const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse) =>
    void response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(body));

describe('a tool that is a service', () => {
  let server: Server;
  let received: { headers: IncomingMessage['headers']; body: string }[];
  let answers: ((response: ServerResponse) => void)[];

  beforeEach(async () => {
    received = [];
    answers = [];
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      received.push({ headers: request.headers, body });
      answers.shift()?.(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const call = (handler: Partial<ToolCall<'https'>['handler']> = {}): ToolCall<'https'> => ({
    contactId: CONTACT_ID,
    agentId: AGENT_ID,
    toolUseId: 'use-1',
    name: 'find_order',
    input: { order: 'A 17' },
    handler: {
      kind: 'https',
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`,
      timeoutMs: 5000,
      attempts: 2,
      ...handler,
    },
  });
  const run = (
    handler: Partial<ToolCall<'https'>['handler']> = {},
    signal = new AbortController().signal,
  ) => createHttpsToolRunner({ keys, clock }).run(call(handler), signal);

  test('is sent a signed request with an idempotency key, and its JSON is the answer', async () => {
    answers = [json({ status: 'shipped' })];

    const answer = await run();

    expect(answer).toEqual({ status: 'shipped' });
    const [{ headers, body }] = received as [(typeof received)[0]];
    expect(toolRequestSchema.parse(JSON.parse(body))).toEqual({
      version: 1,
      idempotencyKey: `${CONTACT_ID}:use-1`,
      tool: 'find_order',
      input: { order: 'A 17' },
      contactId: CONTACT_ID,
      agentId: AGENT_ID,
    });
    expect(decodeURIComponent(String(headers['idempotency-key']))).toBe(`${CONTACT_ID}:use-1`);
    expect(isSignatureValid([keys[0]], body, headers, clock.nowMs())).toBe(true);
  });

  test('is asked again when it is in trouble, under the same key', async () => {
    answers = [json({}, 503), json({ status: 'shipped' })];

    expect(await run()).toEqual({ status: 'shipped' });

    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(received).toHaveLength(2);
  });

  test('is given up after the last attempt', async () => {
    answers = [json({}, 500), (response) => void response.destroy(), json({})];

    await expect(run()).rejects.toMatchObject({ name: 'ToolFailedError', failure: 'unreachable' });
    expect(received).toHaveLength(2);
  });

  test.each([
    ['refused', json({ pin: '4711' }, 422)],
    [
      'refused',
      (response: ServerResponse) => void response.writeHead(302, { location: '/' }).end(),
    ],
    ['unusable-answer', (response: ServerResponse) => void response.end('<html>4711</html>')],
    ['unusable-answer', json({ text: '4711'.repeat(10_000) })],
  ])('is not asked again when it %s', async (failure, answer) => {
    answers = [answer, json({})];

    const error = await run().catch((reason: unknown) => reason);

    expect(error).toMatchObject({ name: 'ToolFailedError', failure, retryable: false });
    expect(String(error)).not.toContain('4711');
    expect(received).toHaveLength(1);
  });

  test('that gives no end of an answer is cut off', async () => {
    const { promise: cutOff, resolve } = Promise.withResolvers<void>();
    answers = [
      (response) => {
        response.on('close', resolve);
        const more = () => response.write('x'.repeat(16_384), () => setImmediate(more));
        more();
      },
    ];

    await expect(run()).rejects.toMatchObject({ failure: 'unusable-answer' });
    await cutOff;
  });

  test('that takes too long is a timeout, and what it did is not known', async () => {
    answers = [() => undefined];

    await expect(run({ timeoutMs: 30, attempts: 1 })).rejects.toMatchObject({
      failure: 'timeout',
      message: expect.stringMatching(/not known/),
    });
  });

  test('is left alone when the call is over', async () => {
    answers = [() => undefined];
    const over = new AbortController();

    const running = run({ attempts: 5 }, over.signal);
    const failed = expect(running).rejects.toMatchObject({ failure: 'unreachable' });
    while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    over.abort();

    await failed;
    expect(received).toHaveLength(1);
  });
});
