import { Agent, request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { BridgeUnreachableError } from './errors';

/** A bridge sends a byte every 500 ms; after three times that without one it counts as dead. */
export const BRIDGE_SILENCE_MS = 1500;

/** No answer of a bridge is as long as the 32 KB that Connect takes. */
const ANSWER_LIMIT_BYTES = 64 * 1024;

/** Keeps connections to each bridge; sockets are pooled by address and certificate. */
const agent = new Agent({ keepAlive: true });

export interface BridgeRequest {
  readonly url: URL;
  /** The PEM certificate that the bridge must show: any other server at its address is refused. */
  readonly certificate: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface BridgeResponse {
  readonly status: number;
  readonly text: string;
}

/** @throws BridgeUnreachableError when no whole answer comes, or no byte for {@link BRIDGE_SILENCE_MS} */
export function postToBridge(bridgeRequest: BridgeRequest): Promise<BridgeResponse> {
  const { url, certificate, headers, body, signal } = bridgeRequest;
  const options: RequestOptions = {
    method: 'POST',
    agent,
    ca: certificate,
    timeout: BRIDGE_SILENCE_MS,
    signal,
    headers: { ...headers, 'content-type': 'application/json' },
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (incoming) => {
      readText(incoming).then((text) => resolve({ status: incoming.statusCode ?? 0, text }), fail);
    });
    const fail = (cause: unknown) =>
      reject(
        cause instanceof BridgeUnreachableError
          ? cause
          : new BridgeUnreachableError('cut the connection or cannot be reached', cause),
      );
    outgoing.on('error', fail);
    outgoing.on('timeout', () => outgoing.destroy(new BridgeUnreachableError('fell silent')));
    outgoing.end(body);
  });
}

async function readText(incoming: IncomingMessage): Promise<string> {
  incoming.setEncoding('utf8');
  let text = '';
  for await (const chunk of incoming) {
    text += chunk;
    if (text.length > ANSWER_LIMIT_BYTES) throw new BridgeUnreachableError('answers without end');
  }
  return text;
}
