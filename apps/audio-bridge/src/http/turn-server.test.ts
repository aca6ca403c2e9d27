import { get, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { LeaseQuestion, TurnAnswer, TurnRefusal, TurnRequest } from '@patchbay/contracts';
import { signatureHeaders, systemClock } from '@patchbay/platform';
import { createRecordingLogger } from '@patchbay/testing';
import { CallLease } from '../call-lease';
import { HeldCalls } from '../held-calls';
import { createAskOwner } from './ask-owner';
import { createBridgeCertificate, type BridgeCertificate } from './bridge-certificate';
import { createTurnServer, type CarriedCall } from './turn-server';

const KEY = 'a-key-of-sixteen-characters-or-more';
const NOTICE = JSON.stringify({ event: 'disconnected', contactId: 'contact-1', epoch: 1 });
const TURN: TurnRequest = { contactId: 'contact-1', cursor: 2, epoch: 1, deadlineMs: 4000 };

let identity: BridgeCertificate;
let impostor: BridgeCertificate;
const calls = new Map<string, CarriedCall>();
const held = new HeldCalls();
const stopping = new AbortController();
let server: ReturnType<typeof createTurnServer>;
let port: number;
const logger = createRecordingLogger();

beforeAll(async () => {
  identity = await createBridgeCertificate('127.0.0.1');
  impostor = await createBridgeCertificate('127.0.0.1');
  server = createTurnServer({
    ...identity,
    calls,
    held,
    stopping: stopping.signal,
    keys: [KEY],
    clock: systemClock,
    logger,
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  port = (server.server.address() as AddressInfo).port;
});
afterAll(() => server.close());
beforeEach(() => calls.clear());

/** A call whose every poll gets `answer`, and how often it was asked or told of a disconnect. */
function carry(contactId: string, answer: () => Promise<TurnAnswer | TurnRefusal>) {
  const seen = { polls: 0, disconnects: 0 };
  calls.set(contactId, {
    turns: { ask: () => ((seen.polls += 1), answer()) },
    disconnected: () => (seen.disconnects += 1),
  });
  return seen;
}

interface PostOptions {
  readonly ca?: string;
  readonly headers?: Record<string, string>;
}

function post(
  path: string,
  body: string,
  { ca = identity.certificate, headers }: PostOptions = {},
) {
  const signed = headers ?? signatureHeaders(KEY, body, Date.now());
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method: 'POST', ca };
    const poll = request(
      { ...options, headers: { 'content-type': 'application/json', ...signed } },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode, text }));
        response.on('error', reject);
      },
    );
    poll.on('error', reject);
    poll.end(body);
  });
}

test('a signed poll gets the answer of its call', async () => {
  carry('contact-1', async () => ({ cursor: 3, intent: 'listen' }));

  const answer = await post('/calls/contact-1/turns', JSON.stringify(TURN));

  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toEqual({ cursor: 3, intent: 'listen' });
});

test('an answer that takes its time is preceded by blanks and still one JSON document', async () => {
  const later = () =>
    new Promise<TurnAnswer>((resolve) =>
      setTimeout(() => resolve({ cursor: 3, intent: 'end' }), 1200),
    );
  carry('contact-1', later);

  const answer = await post('/calls/contact-1/turns', JSON.stringify(TURN));

  expect(answer.text).toMatch(/^ +\{/);
  expect(JSON.parse(answer.text)).toEqual({ cursor: 3, intent: 'end' });
});

test('a refusal has a status of its own', async () => {
  carry('contact-1', async () => ({ refusal: 'stale-epoch' }));

  const stale = await post('/calls/contact-1/turns', JSON.stringify(TURN));
  const ofOther = JSON.stringify({ ...TURN, contactId: 'contact-2' });
  const unknown = await post('/calls/contact-2/turns', ofOther);

  expect([stale.status, JSON.parse(stale.text)]).toEqual([409, { refusal: 'stale-epoch' }]);
  expect([unknown.status, JSON.parse(unknown.text)]).toEqual([404, { refusal: 'unknown-call' }]);
});

test('an unsigned, altered or old request changes nothing', async () => {
  const seen = carry('contact-1', async () => ({ cursor: 3, intent: 'listen' }));
  const body = JSON.stringify(TURN);
  const threeMinutesMs = 3 * 60 * 1000;

  const answers = await Promise.all([
    post('/calls/contact-1/turns', body, { headers: {} }),
    post('/calls/contact-1/turns', body, {
      headers: signatureHeaders(KEY, JSON.stringify({ ...TURN, cursor: 1 }), Date.now()),
    }),
    post('/calls/contact-1/turns', body, {
      headers: signatureHeaders(KEY, body, Date.now() - threeMinutesMs),
    }),
    post('/calls/contact-1/disconnect', NOTICE, { headers: {} }),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  expect(seen).toEqual({ polls: 0, disconnects: 0 });
});

test('a right signature of another time is told apart in answer and log', async () => {
  const seen = carry('contact-1', async () => ({ cursor: 3, intent: 'listen' }));
  const body = JSON.stringify(TURN);
  logger.lines.length = 0;

  const answers = await Promise.all(
    [-121_000, -119_000, 119_000, 121_000].map((skewMs) =>
      post('/calls/contact-1/turns', body, {
        headers: signatureHeaders(KEY, body, Date.now() + skewMs),
      }),
    ),
  );

  expect(answers.map(({ status }) => status)).toEqual([401, 200, 200, 401]);
  expect(JSON.parse(answers[0]?.text ?? '')).toEqual({ refusal: 'clock-skew' });
  expect(seen.polls).toBe(2);
  expect(logger.lines).toMatchObject([
    { level: 'warn', fields: { errorName: 'ClockSkewError' } },
    { level: 'warn', fields: { errorName: 'ClockSkewError' } },
  ]);
});

test('a captured poll cannot be sent as a notice that ends the call', async () => {
  const seen = carry('contact-1', async () => ({ cursor: 3, intent: 'listen' }));

  const answer = await post('/calls/contact-1/disconnect', JSON.stringify(TURN));

  expect(answer.status).toBe(400);
  expect(seen.disconnects).toBe(0);
});

test('a body that is not a turn request is refused', async () => {
  carry('contact-1', async () => ({ cursor: 3, intent: 'listen' }));

  for (const body of ['', 'not json', '{"cursor":-1}']) {
    expect((await post('/calls/contact-1/turns', body)).status).toBe(400);
  }
});

test('a signed request cannot be turned against another call', async () => {
  const seen = carry('contact-2', async () => ({ cursor: 3, intent: 'listen' }));

  expect((await post('/calls/contact-2/turns', JSON.stringify(TURN))).status).toBe(400);
  expect((await post('/calls/contact-2/disconnect', NOTICE)).status).toBe(400);
  expect(seen).toEqual({ polls: 0, disconnects: 0 });
});

test('a call is told when Connect says that the caller is gone', async () => {
  const seen = carry('contact-1', async () => ({ cursor: 3, intent: 'listen' }));

  expect((await post('/calls/contact-1/disconnect', NOTICE)).status).toBe(200);
  expect(seen.disconnects).toBe(1);
});

test('an asker that knows the certificate of this bridge refuses any other', async () => {
  const body = JSON.stringify(TURN);
  await expect(
    post('/calls/contact-1/turns', body, { ca: impostor.certificate }),
  ).rejects.toMatchObject({ code: expect.stringMatching(/CERT/) });
});

describe('a bridge that was given a message of a call', () => {
  const contactId = 'contact-1';
  const question = { contactId, heldEpoch: 1, messageId: 'm2', receiptHandle: 'h2' };
  const ask = async (changes: Partial<LeaseQuestion> = {}) =>
    createAskOwner([KEY], systemClock)(
      { url: `https://127.0.0.1:${port}`, certificate: identity.certificate },
      { ...question, ...changes },
    );

  beforeEach(() => {
    const message = { body: 'a call', messageId: 'm1', receiptHandle: 'h1' };
    held.take(contactId, new CallLease(message, systemClock.monotonicMs(), systemClock));
  });
  afterEach(() => held.release(contactId));

  test('is told by which one the owner holds it', async () => {
    held.claimed(contactId, 1);

    expect(await ask()).toBe('m1');
  });

  test('is told nothing of a call that is not held at that epoch, or not any more', async () => {
    expect(await ask()).toBeUndefined();
    held.claimed(contactId, 2);
    expect(await ask()).toBeUndefined();
    held.claimed(contactId, 1);
    held.leaseOf(contactId)?.end();

    expect(await ask()).toBeUndefined();
    expect(await ask({ contactId: 'contact-2' })).toBeUndefined();
  });

  test('believes nobody but the bridge of the record, and is believed only when it signs', async () => {
    held.claimed(contactId, 1);
    const owner = { url: `https://127.0.0.1:${port}`, certificate: impostor.certificate };
    const unsigned = await post('/calls/contact-1/lease', JSON.stringify(question), {
      headers: {},
    });

    expect(await createAskOwner([KEY], systemClock)(owner, question)).toBeUndefined();
    expect(unsigned.status).toBe(401);
  });

  test('asks what no other request can be taken for', async () => {
    const seen = carry(contactId, async () => ({ cursor: 3, intent: 'listen' }));
    held.claimed(contactId, 1);
    const body = JSON.stringify(question);

    const answers = await Promise.all([
      post('/calls/contact-1/disconnect', body),
      post('/calls/contact-1/turns', body),
      post('/calls/contact-1/lease', NOTICE),
      post('/calls/contact-1/lease', JSON.stringify(TURN)),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(seen).toEqual({ polls: 0, disconnects: 0 });
  });
});

test('a bridge is healthy until it is to end', async () => {
  const health = () =>
    new Promise<number | undefined>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: '/health', ca: identity.certificate };
      get(options, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
  expect(await health()).toBe(200);

  stopping.abort();

  expect(await health()).toBe(503);
});
