import { Agent, request, type RequestOptions } from 'node:https';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { BridgeGoneError, BridgeUnreachableError, ClockSkewError } from './errors';

/** A bridge sends a byte every 500 ms; after three times that without one it counts as dead. */
export const BRIDGE_SILENCE_MS = 1500;

/** No answer of a bridge is as long as the 32 KB that Connect takes. */
const ANSWER_LIMIT_BYTES = 64 * 1024;

/** Keeps connections to each bridge; sockets are pooled by address and certificate. */
const agent = new Agent({ keepAlive: true });

/** A bridge's certificate is new and lives for weeks: if it is not valid now, a clock is wrong. */
const OUT_OF_TIME = new Set(['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED']);

/** What a kept connection ends with when its other side had closed it. */
const CLOSED_BEFORE = new Set(['ECONNRESET', 'EPIPE']);

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

/**
 * Sends a request that a bridge takes as often as it comes. A kept connection that the bridge had
 * closed meanwhile (Lambda freezes functions between invocations) says nothing about the bridge:
 * then it goes out once more, on a connection of its own.
 * @throws BridgeUnreachableError when no whole answer comes, or no sign of life for
 * {@link BRIDGE_SILENCE_MS}, be it while connecting; BridgeGoneError; ClockSkewError
 */
export async function postToBridge(bridgeRequest: BridgeRequest): Promise<BridgeResponse> {
  try {
    return await postOnce(bridgeRequest, agent);
  } catch (error) {
    if (!(error instanceof StaleConnectionError)) throw error;
    return postOnce(bridgeRequest, false);
  }
}

class StaleConnectionError extends BridgeUnreachableError {
  constructor(cause: unknown) {
    super('had closed the connection', { cause });
  }
}

function postOnce(bridgeRequest: BridgeRequest, by: Agent | false): Promise<BridgeResponse> {
  const { url, certificate, headers, body, signal } = bridgeRequest;
  const options: RequestOptions = {
    method: 'POST',
    agent: by,
    ca: certificate,
    signal,
    headers: { ...headers, 'content-type': 'application/json' },
  };
  return new Promise<BridgeResponse>((resolve, reject) => {
    const outgoing = request(url, options, (incoming) => {
      const answer = (text: string) => resolve({ status: incoming.statusCode ?? 0, text });
      readText(incoming, alive).then(answer, fail);
    });
    const fail = (cause: unknown) => reject(failureOf(outgoing, cause));
    // Not a socket's timeout: what goes out is no sign of life of the other side.
    const silence = setTimeout(() => {
      fail(new BridgeUnreachableError('fell silent', { silentMs: BRIDGE_SILENCE_MS }));
      outgoing.destroy();
    }, BRIDGE_SILENCE_MS);
    const alive = () => void silence.refresh();
    outgoing.on('socket', (socket) => socket.once('secureConnect', alive));
    outgoing.on('error', fail);
    outgoing.on('close', () => clearTimeout(silence));
    outgoing.end(body);
  });
}

function failureOf(outgoing: ClientRequest, cause: unknown): Error {
  if (cause instanceof BridgeUnreachableError) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  if (code !== undefined && OUT_OF_TIME.has(code)) return new ClockSkewError(cause);
  if (outgoing.reusedSocket && CLOSED_BEFORE.has(code ?? ''))
    return new StaleConnectionError(cause);
  if (code === 'ECONNREFUSED') return new BridgeGoneError(cause);
  return new BridgeUnreachableError('cut the connection or cannot be reached', { cause });
}

async function readText(incoming: IncomingMessage, onChunk: () => void): Promise<string> {
  incoming.setEncoding('utf8');
  let text = '';
  for await (const chunk of incoming) {
    onChunk();
    text += chunk;
    if (text.length > ANSWER_LIMIT_BYTES) throw new BridgeUnreachableError('answers without end');
  }
  return text;
}
