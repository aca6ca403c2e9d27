import type { MediaSource, MediaStart } from '@patchbay/media-stream';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKinesisVideoMediaSource } from './kinesis-video-media-source';

const ARN = 'arn:aws:kinesisvideo:eu-west-1:000000000000:stream/connect/1';
const START: MediaStart = { kind: 'producer-timestamp', timestampMs: 1_700_000_000_123 };
const NEVER = new AbortController().signal;

interface Received {
  readonly server: 'control' | 'media';
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly response: ServerResponse;
}

type Answer = (received: Received, call: number) => void;

const servers: Server[] = [];
let received: Received[] = [];

/** A control plane and, on another port, a data plane; the environment names the first alone. */
async function startService(answerMedia: Answer): Promise<void> {
  received = [];
  const media = await listen('media', answerMedia);
  const control = await listen('control', ({ response }) => {
    response.end(JSON.stringify({ DataEndpoint: media }));
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: control,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
}

async function listen(name: Received['server'], answer: Answer): Promise<string> {
  const server = createServer(async (request, response) => {
    const call = { server: name, path: request.url ?? '', body: await json(request), response };
    received.push(call);
    answer(call, received.filter((other) => other.server === name).length);
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function json(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

const refuse =
  (status: number, type: string): Answer =>
  ({ response }) =>
    response.writeHead(status, { 'x-amzn-errortype': type }).end('{}');

async function bytesOf(session: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of session) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const source = (maxCalls = 10): MediaSource => createKinesisVideoMediaSource({ maxCalls });
const paths = (server: Received['server']) =>
  received.filter((call) => call.server === server).map(({ path }) => path);

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

test('reads at the data endpoint, also when the environment names another, and asks for it once', async () => {
  await startService(({ response }) => response.end('media'));
  const media = source();

  const bodies = [];
  for (let session = 0; session < 3; session++) {
    bodies.push(await bytesOf(await media.open(ARN, START, NEVER)));
  }

  expect(bodies).toEqual(['media', 'media', 'media']);
  expect(paths('control')).toEqual(['/getDataEndpoint']);
  expect(paths('media')).toEqual(['/getMedia', '/getMedia', '/getMedia']);
  expect(received[0]?.body).toEqual({ StreamARN: ARN, APIName: 'GET_MEDIA' });
});

test.each<[MediaStart, object]>([
  [START, { StartSelectorType: 'PRODUCER_TIMESTAMP', StartTimestamp: 1_700_000_000.123 }],
  [
    { kind: 'after-fragment', fragmentNumber: '91' },
    { StartSelectorType: 'FRAGMENT_NUMBER', AfterFragmentNumber: '91' },
  ],
  [
    { kind: 'continuation-token', token: '92' },
    { StartSelectorType: 'CONTINUATION_TOKEN', ContinuationToken: '92' },
  ],
])('starts where it is told: %j', async (start, selector) => {
  await startService(({ response }) => response.end());

  await bytesOf(await source().open(ARN, start, NEVER));

  expect(received.at(-1)?.body).toEqual({ StreamARN: ARN, StartSelector: selector });
});

test.each([
  ['InvalidArgumentException', 400, { name: 'MediaStartRefusedError', retryable: true }],
  ['ClientLimitExceededException', 400, { name: 'MediaThrottledError', retryable: true }],
  ['ConnectionLimitExceededException', 400, { name: 'MediaThrottledError', retryable: true }],
  ['NotAuthorizedException', 401, { name: 'MediaAccessError', retryable: false }],
  ['ResourceNotFoundException', 404, { name: 'MediaAccessError', retryable: false }],
  ['InternalFailure', 500, { name: 'MediaConnectionError', retryable: true }],
])('%s is a named error, after one call', async (type, status, error) => {
  await startService(refuse(status, type));

  await expect(source().open(ARN, START, NEVER)).rejects.toMatchObject(error);

  expect(paths('media')).toHaveLength(1);
});

test('after a wrong endpoint the right one is asked for again', async () => {
  await startService((call, count) => {
    if (count === 1) refuse(400, 'InvalidEndpointException')(call, count);
    else call.response.end('media');
  });
  const media = source();
  await expect(media.open(ARN, START, NEVER)).rejects.toThrow();

  expect(await bytesOf(await media.open(ARN, START, NEVER))).toBe('media');
  expect(paths('control')).toHaveLength(2);
});

test('a body that breaks off is a named error', async () => {
  await startService(({ response }) => {
    response.write('some');
    setTimeout(() => response.destroy(), 20);
  });

  const session = await source().open(ARN, START, NEVER);

  await expect(bytesOf(session)).rejects.toMatchObject({ name: 'MediaConnectionError' });
});

test('aborting frees the socket, before and while the body is read', async () => {
  const closed: Promise<unknown>[] = [];
  await startService(({ response }) => {
    closed.push(once(response, 'close'));
    response.write('some');
  });
  const media = source();

  const reading = new AbortController();
  const session = await media.open(ARN, START, reading.signal);
  setTimeout(() => reading.abort(), 20);
  await bytesOf(session).catch(() => undefined);

  const unread = new AbortController();
  await media.open(ARN, START, unread.signal);
  unread.abort();

  await Promise.all(closed);
  expect(closed).toHaveLength(2);
});

test('holds as many sessions at once as calls, and more than the SDK would by itself', async () => {
  await startService(({ response }) => response.write('some'));
  const media = source(60);
  const calls = new AbortController();

  const sessions = await Promise.all(
    Array.from({ length: 60 }, () => media.open(ARN, START, calls.signal)),
  );

  expect(sessions).toHaveLength(60);
  expect(paths('control')).toHaveLength(1);
  calls.abort();
});
