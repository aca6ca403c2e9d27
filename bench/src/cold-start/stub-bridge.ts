import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { turnRequestSchema, type TurnAnswer } from '@patchbay/contracts';
import { generate } from 'selfsigned';

export interface StubBridge {
  /** As the record of a call names the bridge that owns it. */
  readonly owner: { readonly url: string; readonly certificate: string };
  close(): Promise<void>;
}

/** A bridge that has an answer to every poll. */
export async function startStubBridge(): Promise<StubBridge> {
  const identity = await generate([{ name: 'commonName', value: 'stub' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const server = createServer(
    { cert: identity.cert, key: identity.private },
    async (request, response) => {
      const asked = turnRequestSchema.safeParse(JSON.parse(await text(request)));
      const answer: TurnAnswer = { cursor: (asked.data?.cursor ?? 0) + 1, intent: 'listen' };
      response.end(JSON.stringify(answer));
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    owner: { url: `https://127.0.0.1:${port}`, certificate: identity.cert },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
