import { IncomingMessage, ServerResponse, type Server } from 'node:http';
import { Socket } from 'node:net';

export interface Answer {
  readonly statusCode: number;
  readonly payload: string;
}

/** A response that is kept here rather than sent. */
class KeptResponse extends ServerResponse {
  readonly #keep: (answer: Answer) => void;

  constructor(request: IncomingMessage, keep: (answer: Answer) => void) {
    super(request);
    this.#keep = keep;
  }

  override end(payload?: unknown): this {
    this.#keep({ statusCode: this.statusCode, payload: String(payload ?? '') });
    return super.end();
  }
}

/** POSTs to a server that does not listen, without a connection in between. */
export function post(
  server: Server,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Answer> {
  const bytes = Buffer.from(body);
  const request = new IncomingMessage(new Socket());
  Object.assign(request, {
    method: 'POST',
    url: '/',
    headers: { ...headers, 'content-length': String(bytes.length) },
  });
  request.push(bytes);
  request.push(null);
  return new Promise((resolve) => {
    server.emit('request', request, new KeptResponse(request, resolve));
  });
}
