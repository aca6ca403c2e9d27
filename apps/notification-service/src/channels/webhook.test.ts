import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { transferWebhookSchema } from '@patchbay/contracts';
import { isSignatureValid, type SigningKeys } from '@patchbay/platform';
import { AGENT_ID, anEvent, CONTACT_ID, createManualClock } from '@patchbay/testing';
import { createWebhookChannel } from './webhook';

const keys: SigningKeys = ['current-key-0123456789', 'previous-key-0123456789'];
const event = anEvent.transferRequested({ reason: 'lost_card' });
const clock = createManualClock();

interface Received {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

describe('the webhook', () => {
  let server: Server;
  let received: Received[];
  let answer: (response: ServerResponse) => void;

  beforeEach(async () => {
    received = [];
    answer = (response) => void response.writeHead(204).end();
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      received.push({ body, headers: request.headers });
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const notify = (signal = new AbortController().signal) => {
    const { port } = server.address() as AddressInfo;
    const channel = createWebhookChannel({
      url: `http://127.0.0.1:${port}/transfers`,
      keys,
      name: 'webhook',
      objectUrl: (key) => `https://transcripts.test/${key}`,
      clock,
    });
    return channel.notify(event, signal);
  };

  test('posts the transfer in the shape of its contract, signed', async () => {
    await notify();

    const [{ body, headers }] = received as [Received];
    expect(transferWebhookSchema.parse(JSON.parse(body))).toEqual({
      id: event.id,
      type: 'transfer.requested',
      time: event.time,
      contactId: CONTACT_ID,
      agentId: AGENT_ID,
      reason: 'lost_card',
      transcriptUrl: `https://transcripts.test/agents/${AGENT_ID}/calls/${CONTACT_ID}/transcript.json`,
    });
    expect(isSignatureValid([keys[0]], body, headers, clock.nowMs())).toBe(true);
  });

  test.each([
    [500, 'WebhookFailedError', true],
    [503, 'WebhookFailedError', true],
    [429, 'WebhookFailedError', true],
    [400, 'WebhookRefusedError', false],
    [404, 'WebhookRefusedError', false],
    [302, 'WebhookRefusedError', false],
  ])('an answer of %i is a %s', async (status, name, retryable) => {
    answer = (response) => void response.writeHead(status, { location: '/elsewhere' }).end('no');

    await expect(notify()).rejects.toMatchObject({ name, retryable });
    expect(received).toHaveLength(1);
  });

  test('a receiver whose clock differs gets the request once more, signed with its time', async () => {
    const receiverMs = clock.nowMs() + 15 * 60_000;
    const isInTime = () => {
      const { body, headers } = received.at(-1) as Received;
      return isSignatureValid([keys[0]], body, headers, receiverMs);
    };
    answer = (response) =>
      void response
        .writeHead(isInTime() ? 204 : 401, { date: new Date(receiverMs).toUTCString() })
        .end();

    await notify();

    expect(received).toHaveLength(2);
  });

  test('a receiver that refuses the signature in the same minute is not asked again', async () => {
    answer = (response) =>
      void response.writeHead(401, { date: new Date(clock.nowMs()).toUTCString() }).end();

    await expect(notify()).rejects.toMatchObject({ name: 'WebhookRefusedError' });
    expect(received).toHaveLength(1);
  });

  test('a receiver that cannot be reached is worth a retry', async () => {
    answer = (response) => void response.destroy();

    await expect(notify()).rejects.toMatchObject({ name: 'WebhookFailedError', retryable: true });
  });

  test('a receiver that does not answer is given up with the message', async () => {
    answer = () => undefined;

    await expect(notify(AbortSignal.timeout(50))).rejects.toMatchObject({
      name: 'WebhookFailedError',
    });
  });
});
