import { POLL_BLANK_INTERVAL_MS } from '@patchbay/contracts';
import type { FastifyReply } from 'fastify';

/**
 * Answers with a JSON document that may take seconds to come. Until it is there, a blank goes out
 * every half second, so that the asker can tell a bridge that thinks from one that is dead; blanks
 * before a JSON document change nothing in it.
 *
 * A document that comes before the first blank has its own status. Later the status is 200, so a
 * failure can only be told by cutting the answer off.
 */
export async function sendWithBlanks<T>(
  reply: FastifyReply,
  document: Promise<T>,
  statusOf: (value: T) => number,
): Promise<void> {
  reply.hijack();
  const response = reply.raw;
  const headers = { 'content-type': 'application/json' };
  const timer = setInterval(() => {
    if (!response.headersSent) response.writeHead(200, headers);
    response.write(' ');
  }, POLL_BLANK_INTERVAL_MS);
  try {
    const value = await document;
    if (!response.headersSent) response.writeHead(statusOf(value), headers);
    else if (statusOf(value) !== 200) return void response.destroy();
    response.end(JSON.stringify(value));
  } catch {
    response.destroy();
  } finally {
    clearInterval(timer);
  }
}
