/** When the model ends a session of its own accord; by the wall clock. */
export interface SessionLimits {
  /** Source: Nova Sonic, connection duration: 8 minutes. */
  readonly connectionMs: number;
  /** Source: Nova Sonic's validation error after 55 s without audio or interactive content. */
  readonly withoutInputMs: number;
}

/** Exceptions with which Bedrock ends a stream (API reference, InvokeModelWithBidirectionalStream). */
export const STREAM_EXCEPTIONS = [
  'internalServerException',
  'modelStreamErrorException',
  'modelTimeoutException',
  'serviceUnavailableException',
  'throttlingException',
  'validationException',
] as const;

/** A failure that is wanted: it ends a session at that age. */
export interface WantedFailure {
  readonly exception: (typeof STREAM_EXCEPTIONS)[number];
  readonly afterMs: number;
}

export const NOVA_SONIC_LIMITS: SessionLimits = {
  connectionMs: 8 * 60 * 1000,
  withoutInputMs: 55 * 1000,
};

/** Watches one session's limits. */
export class LimitWatch {
  readonly #connection: NodeJS.Timeout;
  readonly #input: NodeJS.Timeout;
  readonly #failure: NodeJS.Timeout | undefined;

  constructor(
    { failure, ...limits }: SessionLimits & { readonly failure?: WantedFailure | undefined },
    fail: (exception: string, message: string) => void,
  ) {
    this.#failure =
      failure && setTimeout(() => fail(failure.exception, 'As wanted.'), failure.afterMs);
    this.#connection = setTimeout(
      () => fail('modelTimeoutException', 'The connection has lasted for as long as it may.'),
      limits.connectionMs,
    );
    this.#input = setTimeout(
      () => fail('validationException', 'Timed out waiting for audio or interactive content.'),
      limits.withoutInputMs,
    );
  }

  /** Audio or interactive content has come. */
  heard(): void {
    this.#input.refresh();
  }

  stop(): void {
    clearTimeout(this.#connection);
    clearTimeout(this.#input);
    clearTimeout(this.#failure);
  }
}
