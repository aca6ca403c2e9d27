import { Agent, request } from 'node:https';
import type { CallRecord } from '@patchbay/call';

export type Owner = NonNullable<CallRecord['owner']>;

export interface Answered {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

/** As the functions have it: connections are kept, one for each request at a time. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Posts to a bridge as the Lambda functions do, with whatever headers it is given. */
export function postTo(
  owner: Owner,
  path: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      agent,
      ca: owner.certificate,
      headers: { 'content-type': 'application/json', ...headers },
    };
    const outgoing = request(new URL(path, owner.url), options, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => (text += chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const status = incoming.statusCode ?? 0;
        try {
          resolve({ status, json: JSON.parse(text) as Record<string, unknown> });
        } catch {
          reject(new Error(`Status ${status} without a JSON document.`));
        }
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
