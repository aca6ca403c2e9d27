import { PatchbayError } from '@patchbay/platform';

/** The service does not accept this start, as when its fragment has expired; another start may do. */
export class MediaStartRefusedError extends PatchbayError {
  constructor(cause?: unknown) {
    super('MediaStartRefusedError', 'The media stream cannot be read from this start.', {
      retryable: true,
      cause,
    });
  }
}

/** Too many calls or connections for the stream: wait, then open it again. */
export class MediaThrottledError extends PatchbayError {
  constructor(cause?: unknown) {
    super('MediaThrottledError', 'The media stream has too many readers or calls right now.', {
      retryable: true,
      cause,
    });
  }
}

/** The stream does not exist or may not be read with these credentials. */
export class MediaAccessError extends PatchbayError {
  constructor(cause?: unknown) {
    super('MediaAccessError', 'The media stream is missing, or GetMedia on it is not allowed.', {
      retryable: false,
      cause,
    });
  }
}

/** The connection failed or broke; a new one may hold. */
export class MediaConnectionError extends PatchbayError {
  constructor(cause?: unknown) {
    super('MediaConnectionError', 'The connection to the media stream failed. Open it again.', {
      retryable: true,
      cause,
    });
  }
}
