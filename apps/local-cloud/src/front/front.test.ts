import { connect } from 'node:net';
import { PollyClient, DescribeVoicesCommand } from '@aws-sdk/client-polly';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createLogger } from '@patchbay/platform';
import { clientConfig } from '../client-config';
import type { AwsRequest, AwsResponse, AwsService } from './aws-service';
import { AwsFault } from './aws-fault';
import { sendJson } from './exchange';
import { startFront, type Front } from './front';
import { PortInUseError } from './loopback-port';

const lines: string[] = [];
const logger = createLogger('test', { destination: { write: (line) => lines.push(line) } });
const open: Front[] = [];

async function front(handle: AwsService['handle'], signingName: string): Promise<Front> {
  const started = await startFront({ port: 0, logger, services: [{ signingName, handle }] });
  open.push(started);
  return started;
}

const config = (port: number) => ({
  ...clientConfig(`http://127.0.0.1:${port}`, 'eu-west-1'),
  maxAttempts: 1,
});

afterEach(() => Promise.all(open.splice(0).map((started) => started.close())));

test('a client of HTTP/1.1 and a client of HTTP/2 are served on one port', async () => {
  const versions: string[] = [];
  const handle = async (request: AwsRequest, response: AwsResponse) => {
    versions.push(request.httpVersion);
    sendJson(response, 200, {});
  };
  const started = await startFront({
    port: 0,
    logger,
    services: [
      { signingName: 'sqs', handle },
      { signingName: 'polly', handle },
    ],
  });
  open.push(started);

  await new SQSClient(config(started.port)).send(new ListQueuesCommand({}));
  await new PollyClient(config(started.port)).send(new DescribeVoicesCommand({}));

  expect(versions).toEqual(['1.1', '2.0']);
});

test('a service that is not there answers 501, which is listed and logged', async () => {
  const { port, notEmulated } = await front(async () => undefined, 's3');

  const call = new SQSClient(config(port)).send(new ListQueuesCommand({}));

  await expect(call).rejects.toMatchObject({
    name: 'NotImplementedException',
    $metadata: { httpStatusCode: 501 },
  });
  expect(notEmulated).toEqual(['sqs AmazonSQS.ListQueues']);
  expect(lines.at(-1)).toContain('"operation":"sqs AmazonSQS.ListQueues"');
});

test('an AwsFault reaches the client under its own name', async () => {
  const fault = async () => {
    throw new AwsFault(404, 'ResourceNotFoundException', 'No such thing.');
  };
  const { port } = await front(fault, 'sqs');

  const call = new SQSClient(config(port)).send(new ListQueuesCommand({}));

  await expect(call).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'No such thing.',
  });
});

test('a request without a signature is refused', async () => {
  const { port } = await front(async () => undefined, 'sqs');

  const response = await fetch(`http://127.0.0.1:${port}/anything?secret=1`);

  expect(response.status).toBe(501);
});

test('a preface that arrives byte by byte is still recognised', async () => {
  const { port } = await front(async () => undefined, 'sqs');
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const SETTINGS_FRAME = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

  for (const piece of ['P', 'R', 'I * HTTP/2.0\r\n\r\nSM\r\n\r\n']) {
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  socket.write(SETTINGS_FRAME);
  const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
  socket.destroy();

  expect(answer[3]).toBe(SETTINGS_FRAME[3]);
});

test('a port in use is a named error', async () => {
  const { port } = await front(async () => undefined, 'sqs');

  const second = startFront({ port, services: [], logger });

  await expect(second).rejects.toBeInstanceOf(PortInUseError);
});

test('closing ends requests that are still open', async () => {
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const started = await front(() => {
    arrive();
    return new Promise(() => undefined);
  }, 'sqs');
  const call = new SQSClient(config(started.port)).send(new ListQueuesCommand({}));
  const outcome = call.catch((error: unknown) => error);

  await arrived;
  await started.close();

  expect(await outcome).toBeInstanceOf(Error);
});
