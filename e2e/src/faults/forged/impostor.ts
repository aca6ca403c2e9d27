import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

export interface Impostor {
  readonly url: string;
  /** Connections that were made to it, and requests that it could read. */
  readonly seen: { connections: number; requests: number };
  close(): void;
}

/** Listens where an owner is said to be, shows a certificate of its own, and answers everything. */
export async function startImpostor(): Promise<Impostor> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const seen = { connections: 0, requests: 0 };
  const server = createServer({ cert, key }, (_, response) => {
    seen.requests += 1;
    response.end(JSON.stringify({ cursor: 1, intent: 'end' }));
  });
  server.on('connection', () => (seen.connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
