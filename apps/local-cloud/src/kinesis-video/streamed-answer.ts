import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { AwsResponse } from '../front/aws-service';

/** Sends the head of an answer at once; the body follows in the course of time. */
export function beginStream(response: AwsResponse, contentType: string): Writable {
  response.statusCode = 200;
  response.setHeader('content-type', contentType);
  if ('flushHeaders' in response) response.flushHeaders();
  return response;
}

/** Resolves when the reader has room for more, or has left. */
export async function writeWhenRoom(
  body: Writable,
  bytes: Uint8Array,
  left: AbortSignal,
): Promise<void> {
  if (body.write(bytes) || left.aborted) return;
  await once(body, 'drain', { signal: left }).catch(() => undefined);
}
