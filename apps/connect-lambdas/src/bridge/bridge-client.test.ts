import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TurnAnswer } from '@patchbay/contracts';
import { isSignatureValid, sleep, systemClock, type SigningKeys } from '@patchbay/platform';
import { CONTACT_ID } from '@patchbay/testing';
import { generate } from 'selfsigned';
import { createBridgeClient, type Owner } from './bridge-client';
import { BridgeGoneError } from './errors';

const keys: SigningKeys = ['current-key-0123456789', 'previous-key-0123456789'];
const client = createBridgeClient(keys, systemClock);
const turn = { contactId: CONTACT_ID, cursor: 3, epoch: 1, deadlineMs: 4000 };
const answer: TurnAnswer = { cursor: 4, intent: 'listen' };

const certificateFor = (ip: string) =>
  generate([{ name: 'commonName', value: ip }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip }] },
    ],
  });

type Script = (body: string, request: IncomingMessage, response: ServerResponse) => void;

describe('the bridge client', () => {
  let server: Server;
  let owner: Owner;
  let script: Script;
  const ask = () => client.askTurn(owner, turn, new AbortController().signal);

  beforeAll(async () => {
    const { cert, private: key } = await certificateFor('127.0.0.1');
    server = createServer({ cert, key }, async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      script(body, request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    owner = { url: `https://127.0.0.1:${port}`, certificate: cert };
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test('signs the whole body and asks for the call by its path', async () => {
    const seen: unknown[] = [];
    script = (body, { url, method, headers }, response) => {
      const signed = isSignatureValid([keys[0]], body, headers, Date.now());
      seen.push({ method, url, signed, turn: JSON.parse(body) });
      response.end(JSON.stringify(answer));
    };

    expect(await ask()).toEqual(answer);
    expect(seen).toEqual([
      { method: 'POST', url: `/calls/${CONTACT_ID}/turns`, signed: true, turn },
    ]);
  });

  test('waits longer than the silence limit while blanks come', async () => {
    script = async (_body, _request, response) => {
      for (let blanks = 0; blanks < 5; blanks += 1) {
        response.write(' ');
        await sleep(400);
      }
      response.end(JSON.stringify(answer));
    };

    expect(await ask()).toEqual(answer);
  });

  test('takes a bridge that sends nothing for dead', async () => {
    script = () => undefined;

    await expect(ask()).rejects.toMatchObject({
      name: 'BridgeUnreachableError',
      message: expect.stringContaining('fell silent'),
      retryable: true,
    });
  });

  test('an answer that is cut off is none', async () => {
    script = (_body, _request, response) => {
      response.write(' {"cursor":4');
      setTimeout(() => response.destroy(), 20);
    };

    await expect(ask()).rejects.toMatchObject({ name: 'BridgeUnreachableError' });
  });

  test('an answer that is no turn is none', async () => {
    script = (_body, _request, response) => void response.end('{"cursor":"four"}');

    await expect(ask()).rejects.toMatchObject({ name: 'BridgeUnreachableError' });
  });

  test.each([
    [404, 'unknown-call', true],
    [409, 'stale-epoch', true],
    [409, 'stale-cursor', false],
    [401, 'bad-signature', false],
  ])('a refusal with status %i and %s is named', async (status, refusal, retryable) => {
    script = (_body, _request, response) =>
      void response.writeHead(status).end(JSON.stringify({ refusal }));

    await expect(ask()).rejects.toMatchObject({ name: 'TurnRefusedError', refusal, retryable });
  });

  test('speaks to nobody who shows another certificate, not even at the right address', async () => {
    let reached = false;
    script = () => void (reached = true);
    const { cert } = await certificateFor('127.0.0.1');
    const impostor = { ...owner, certificate: cert };

    const asked = client.askTurn(impostor, turn, new AbortController().signal);

    await expect(asked).rejects.toMatchObject({ name: 'BridgeUnreachableError' });
    expect(reached).toBe(false);
  });

  test('gives up when its time is over', async () => {
    script = (_body, _request, response) => void response.write(' ');

    const asked = client.askTurn(owner, turn, AbortSignal.timeout(100));

    await expect(asked).rejects.toMatchObject({ name: 'BridgeUnreachableError' });
  });

  test('a kept connection that the bridge has closed is not held against it', async () => {
    script = (_body, request, response) => {
      // Closed as a bridge does that was idle for long, just as the next request is on its way.
      const connection = request.socket;
      if (seenConnections.has(connection)) return void connection.destroy();
      seenConnections.add(connection);
      response.end(JSON.stringify(answer));
    };
    const seenConnections = new Set<unknown>();
    expect(await ask()).toEqual(answer);

    expect(await ask()).toEqual(answer);
    expect(seenConnections.size).toBe(2);
  });

  test('a bridge whose process has ended is known to be gone', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const left = { ...owner, url: `https://127.0.0.1:${port}` };

    const asked = client.askTurn(left, turn, new AbortController().signal);

    await expect(asked).rejects.toBeInstanceOf(BridgeGoneError);
  });

  test('clocks that are apart have a name of their own', async () => {
    script = (_body, _request, response) =>
      void response.writeHead(401).end(JSON.stringify({ refusal: 'clock-skew' }));

    await expect(ask()).rejects.toMatchObject({ name: 'ClockSkewError', retryable: false });
  });

  test('tells of a disconnect', async () => {
    const seen: unknown[] = [];
    script = (body, { url }, response) => {
      seen.push({ url, notice: JSON.parse(body) });
      response.end('{}');
    };
    const notice = { event: 'disconnected', contactId: CONTACT_ID, epoch: 2 } as const;

    await client.noticeDisconnect(owner, notice, new AbortController().signal);

    expect(seen).toEqual([{ url: `/calls/${CONTACT_ID}/disconnect`, notice }]);
  });
});
