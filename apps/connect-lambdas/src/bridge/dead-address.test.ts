import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { sleep } from '@patchbay/platform';
import { anOwner } from '@patchbay/testing';
import { BRIDGE_SILENCE_MS, postToBridge } from './post-to-bridge';

const post = async (port: number) => {
  const startedMs = performance.now();
  const failure = await postToBridge({
    url: new URL(`https://127.0.0.1:${port}/calls/contact-1/turns`),
    certificate: anOwner().certificate,
    headers: {},
    body: '{}',
    signal: AbortSignal.timeout(4 * BRIDGE_SILENCE_MS),
  }).catch((error: unknown) => error);
  return { failure, tookMs: performance.now() - startedMs };
};

const fellSilent = {
  name: 'BridgeUnreachableError',
  message: expect.stringContaining('fell silent'),
};

describe('a bridge whose machine is gone', () => {
  /** Listens, and never takes a connection: once its queue is full the kernel drops what comes. */
  const LISTENER = `
    const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      process.stdout.write(String(server.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const inQueue: Socket[] = [];
  let machine: ChildProcess;
  let port: number;

  beforeAll(async () => {
    machine = spawn(process.execPath, ['-e', LISTENER], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [printed] = await once(machine.stdout as NodeJS.ReadableStream, 'data');
    port = Number(String(printed));
    for (let i = 0; i < 4; i += 1) inQueue.push(connect(port, '127.0.0.1').on('error', () => 0));
    await sleep(300);
  });
  afterAll(() => {
    for (const socket of inQueue) socket.destroy();
    machine.kill('SIGKILL');
  });

  test('swallows packets; connecting to it is given up in the same time', async () => {
    expect(inQueue.some(({ connecting }) => connecting)).toBe(true);

    const { failure, tookMs } = await post(port);

    expect(failure).toMatchObject(fellSilent);
    expect(tookMs).toBeLessThan(3 * BRIDGE_SILENCE_MS);
  });
});

test('a bridge whose process stands still, while the kernel takes its connections', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const { failure } = await post((server.address() as AddressInfo).port);

  expect(failure).toMatchObject(fellSilent);
  for (const socket of sockets) socket.destroy();
  server.close();
});
