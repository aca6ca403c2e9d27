import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface WitnessedRequest {
  readonly method: string;
  readonly path: string;
  /** The header `x-amz-target`, such as `AmazonSQS.DeleteMessage`. */
  readonly target: string;
  readonly body: string;
}

export interface WitnessListener {
  /** Before the cloud has seen it. */
  onRequest(request: WitnessedRequest): void;
  /** Before the service has seen it. */
  onAnswer(request: WitnessedRequest, status: number, body: string): void;
}

export interface Witness {
  /** Where a service finds the cloud, seen by the witness. */
  readonly url: string;
  close(): void;
}

/** Stands between a service and the cloud, changes nothing, and tells all that it sees. */
export async function startWitness(cloudUrl: string, listener: WitnessListener): Promise<Witness> {
  const server = createServer((asked, response) => {
    witness(asked, response, cloudUrl, listener).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function witness(
  asked: IncomingMessage,
  response: ServerResponse,
  cloudUrl: string,
  { onRequest, onAnswer }: WitnessListener,
): Promise<void> {
  const { method = '', url: path = '', headers } = asked;
  const body = await buffer(asked);
  const seen = { method, path, target: String(headers['x-amz-target']), body: body.toString() };
  onRequest(seen);
  const forwarded = request(`${cloudUrl}${path}`, { method, headers });
  // A long poll of a service that is gone must not take a message.
  response.once('close', () => forwarded.destroy());
  forwarded.end(body);
  const [answer] = (await once(forwarded, 'response')) as [IncomingMessage];
  const answered = await buffer(answer);
  onAnswer(seen, answer.statusCode ?? 0, answered.toString());
  response.writeHead(answer.statusCode ?? 0, answer.headers);
  response.end(answered);
}
