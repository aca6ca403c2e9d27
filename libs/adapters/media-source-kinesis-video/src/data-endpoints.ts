import { GetDataEndpointCommand, type KinesisVideoClient } from '@aws-sdk/client-kinesis-video';

/** Streams are reused, so this is more than a bridge ever sees; it bounds what is remembered. */
const MAX_REMEMBERED = 10_000;

/**
 * The address at which each stream's media is read. GetDataEndpoint may be called 5 times a second
 * for a stream and 300 times for an account, and an address stays the same, so it is asked once.
 */
export class DataEndpoints {
  readonly #client: KinesisVideoClient;
  readonly #byStream = new Map<string, Promise<string>>();

  constructor(client: KinesisVideoClient) {
    this.#client = client;
  }

  /** @throws what GetDataEndpoint answers; that is not remembered. */
  of(streamArn: string): Promise<string> {
    const known = this.#byStream.get(streamArn);
    if (known) return known;
    const asked = this.#ask(streamArn);
    this.#remember(streamArn, asked);
    asked.catch(() => this.forget(streamArn));
    return asked;
  }

  forget(streamArn: string): void {
    this.#byStream.delete(streamArn);
  }

  async #ask(streamArn: string): Promise<string> {
    const { DataEndpoint } = await this.#client.send(
      new GetDataEndpointCommand({ StreamARN: streamArn, APIName: 'GET_MEDIA' }),
    );
    if (!DataEndpoint) throw new TypeError('GetDataEndpoint answered without a DataEndpoint.');
    return DataEndpoint;
  }

  #remember(streamArn: string, endpoint: Promise<string>): void {
    const [oldest] = this.#byStream.keys();
    if (this.#byStream.size >= MAX_REMEMBERED && oldest !== undefined) this.forget(oldest);
    this.#byStream.set(streamArn, endpoint);
  }
}
