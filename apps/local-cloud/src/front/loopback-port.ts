import { createServer as createHttp1Server } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { PatchbayError } from '@patchbay/platform';
import type { AwsRequest, AwsResponse } from './aws-service';

export const LOOPBACK = '127.0.0.1';

/** Every HTTP/2 connection opens with "PRI * HTTP/2.0", and no HTTP/1.1 method begins so. */
const HTTP2_PREFACE = Buffer.from('PRI');

/** The port cannot be had. */
export class PortInUseError extends PatchbayError {
  constructor(port: number, cause: unknown) {
    super('PortInUseError', `Port ${port} is in use: end what holds it, or choose another port.`, {
      retryable: false,
      cause,
    });
  }
}

export interface LoopbackPort {
  readonly port: number;
  /** Stops listening and destroys every open connection. */
  close(): Promise<void>;
}

/**
 * Serves HTTP/1.1 and cleartext HTTP/2 on one port of 127.0.0.1, told apart by their first bytes:
 * some AWS clients speak only the one, some only the other. Port 0 takes any free port.
 * @throws PortInUseError
 */
export async function openLoopbackPort(
  port: number,
  handler: (request: AwsRequest, response: AwsResponse) => void,
): Promise<LoopbackPort> {
  // No timeouts: media and long polls are open for as long as a call, and a kept-alive connection
  // closed here in the instant that a client reuses it would fail a good request.
  const http1 = createHttp1Server({ requestTimeout: 0, keepAliveTimeout: 0 }, handler);
  const http2 = createHttp2Server(handler);
  const sockets = new Set<Socket>();
  const listener = createTcpServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    onFirstBytes(socket, (bytes) =>
      (bytes.equals(HTTP2_PREFACE) ? http2 : http1).emit('connection', socket),
    );
  });
  await listen(listener, port);
  return {
    port: (listener.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Shows the first bytes of a connection without taking them from whoever reads it next. */
function onFirstBytes(socket: Socket, then: (bytes: Buffer) => void, earlier?: Buffer): void {
  socket.once('readable', () => {
    const received: Buffer | null = socket.read();
    if (received === null) return socket.destroy();
    const bytes = earlier ? Buffer.concat([earlier, received]) : received;
    if (bytes.length < HTTP2_PREFACE.length) return onFirstBytes(socket, then, bytes);
    socket.unshift(bytes);
    then(bytes.subarray(0, HTTP2_PREFACE.length));
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(port, error) : error),
    );
    server.listen(port, LOOPBACK, resolve);
  });
}
