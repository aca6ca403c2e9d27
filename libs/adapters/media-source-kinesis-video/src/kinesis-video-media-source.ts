import { KinesisVideoClient, type KinesisVideoClientConfig } from '@aws-sdk/client-kinesis-video';
import { GetMediaCommand, KinesisVideoMediaClient } from '@aws-sdk/client-kinesis-video-media';
import { MediaConnectionError, type MediaSource, type MediaStart } from '@patchbay/media-stream';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Readable } from 'node:stream';
import { DataEndpoints } from './data-endpoints';
import { mediaError } from './media-errors';
import { startSelector } from './start-selector';

/** Sessions that end while their successors open, beside one session for each call. */
const SPARE_SOCKETS = 32;

/** A connection that takes longer is better tried again. */
const CONNECTION_TIMEOUT_MS = 3000;

/**
 * Media of Kinesis Video Streams by GetMedia. Each live call holds a socket for as long as it
 * lasts, and a call beyond the SDK's default of 50 would wait for ever: `maxCalls` sets the limit.
 */
export function createKinesisVideoMediaSource(
  { maxCalls }: { maxCalls: number },
  place: Pick<KinesisVideoClientConfig, 'endpoint' | 'region' | 'credentials'> = {},
): MediaSource {
  const maxSockets = maxCalls + SPARE_SOCKETS;
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    httpAgent: { keepAlive: true, maxSockets },
    httpsAgent: { keepAlive: true, maxSockets },
  });
  return new KinesisVideoMediaSource(
    new DataEndpoints(new KinesisVideoClient({ ...place, requestHandler })),
    // The reader keeps to the call rate of GetMedia, so the SDK must not call again by itself.
    (endpoint) =>
      new KinesisVideoMediaClient({ ...place, endpoint, requestHandler, maxAttempts: 1 }),
  );
}

class KinesisVideoMediaSource implements MediaSource {
  readonly #endpoints: DataEndpoints;
  readonly #connect: (endpoint: string) => KinesisVideoMediaClient;
  /** An account has a handful of data endpoints in a Region. */
  readonly #clients = new Map<string, KinesisVideoMediaClient>();

  constructor(endpoints: DataEndpoints, connect: (endpoint: string) => KinesisVideoMediaClient) {
    this.#endpoints = endpoints;
    this.#connect = connect;
  }

  async open(
    streamArn: string,
    start: MediaStart,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>> {
    try {
      return sessionBytes(await this.#getMedia(streamArn, start, signal), signal);
    } catch (error) {
      const named = mediaError(error);
      if (named instanceof MediaConnectionError) this.#endpoints.forget(streamArn);
      throw named;
    }
  }

  async #getMedia(streamArn: string, start: MediaStart, signal: AbortSignal): Promise<Readable> {
    const client = this.#clientAt(await this.#endpoints.of(streamArn));
    signal.throwIfAborted();
    const { Payload } = await client.send(
      new GetMediaCommand({ StreamARN: streamArn, StartSelector: startSelector(start) }),
      { abortSignal: signal },
    );
    if (!(Payload instanceof Readable)) throw new TypeError('GetMedia answered without a body.');
    return Payload;
  }

  #clientAt(endpoint: string): KinesisVideoMediaClient {
    const client = this.#clients.get(endpoint) ?? this.#connect(endpoint);
    this.#clients.set(endpoint, client);
    return client;
  }
}

/** The body as it arrives. Its socket is freed when the signal aborts or the reading stops. */
async function* sessionBytes(body: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const abort = () => body.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    yield* body;
  } catch (error) {
    throw mediaError(error);
  } finally {
    signal.removeEventListener('abort', abort);
    body.destroy();
  }
}
