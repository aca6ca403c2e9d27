import type { MediaSource, MediaStart } from '../media-source';
import { MediaIdleError } from './errors';

export interface MediaSessionOptions {
  readonly source: MediaSource;
  readonly streamArn: string;
  readonly start: MediaStart;
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * The bytes of one session. The idle time counts only while a byte is waited for, so a slow
 * listener holds the stream up and does not end it. Leaving the loop frees the socket.
 * @throws MediaIdleError, and whatever the source throws.
 */
export async function* readSession(options: MediaSessionOptions): AsyncGenerator<Uint8Array> {
  const session = new AbortController();
  const abort = () => session.abort(options.signal.reason);
  options.signal.addEventListener('abort', abort, { once: true });
  const startTimer = () =>
    setTimeout(
      () => session.abort(new MediaIdleError(options.idleTimeoutMs)),
      options.idleTimeoutMs,
    );
  let timer = startTimer();
  try {
    for await (const chunk of await options.source.open(
      options.streamArn,
      options.start,
      session.signal,
    )) {
      clearTimeout(timer);
      yield chunk;
      timer = startTimer();
    }
    session.signal.throwIfAborted();
  } catch (error) {
    throw session.signal.aborted ? session.signal.reason : error;
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', abort);
    session.abort();
  }
}
