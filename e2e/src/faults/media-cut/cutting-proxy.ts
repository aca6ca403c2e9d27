import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Cut } from './cut-plan';
import { endOfBlock, errorTags } from './error-tag';

export interface CuttingProxy {
  readonly url: string;
  /** Cuts that are still to come. */
  readonly cutsLeft: number;
  /** The most calls of GetMedia in any second. */
  readonly getMediaPerS: number;
  close(): void;
}

/** Kinesis Video as it is, but for sessions that are cut: one cut a session until all are used up. */
export async function startCuttingProxy(
  endpointUrl: string,
  cuts: readonly Cut[],
): Promise<CuttingProxy> {
  const openedMs: number[] = [];
  const server = createServer(async (asked, response) => {
    const answer = await forward(asked, endpointUrl);
    response.writeHead(answer.statusCode ?? 500, {
      'content-type': answer.headers['content-type'],
    });
    if (asked.url === '/getDataEndpoint')
      return response.end(JSON.stringify({ DataEndpoint: url }));
    const cut = cuts[openedMs.length];
    openedMs.push(performance.now());
    response.once('close', () => answer.destroy());
    await session(answer, response, cut).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    get cutsLeft() {
      return Math.max(0, cuts.length - openedMs.length);
    },
    get getMediaPerS() {
      const inSecondFrom = (startMs: number) =>
        openedMs.filter((atMs) => atMs >= startMs && atMs < startMs + 1000).length;
      return Math.max(0, ...openedMs.map(inSecondFrom));
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function forward(asked: IncomingMessage, endpointUrl: string): Promise<IncomingMessage> {
  const { method, headers, url = '/' } = asked;
  const forwarded = request(`${endpointUrl}${url}`, { method, headers });
  forwarded.end(await buffer(asked));
  const [answer] = await once(forwarded, 'response');
  return answer;
}

/** Sends a session's media on, up to its cut. */
async function session(media: IncomingMessage, response: ServerResponse, cut: Cut | undefined) {
  const { kind, afterBytes } = cut ?? { kind: 'end', afterBytes: Infinity };
  const isTagged = kind === 'error-tag';
  let seen = Buffer.alloc(0);
  let sent = 0;
  for await (const chunk of media) {
    // Only where a block's end is looked for the whole session is needed.
    seen = isTagged ? Buffer.concat([seen, chunk]) : chunk;
    const start = isTagged ? sent : 0;
    const room = afterBytes - sent;
    const end = isTagged ? endOfBlock(seen, afterBytes) : room <= chunk.length ? room : undefined;
    const bytes = seen.subarray(start, end ?? (isTagged ? afterBytes : undefined));
    sent += bytes.length;
    if (!response.write(bytes)) await once(response, 'drain');
    if (end === undefined) continue;
    if (isTagged) response.write(errorTags());
    if (kind === 'socket') response.destroy();
    break;
  }
  response.end();
}
