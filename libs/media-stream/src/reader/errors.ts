import { PatchbayError } from '@patchbay/platform';

/** The stream could not be read again and again; whoever carries the call must do without it. */
export class MediaLostError extends PatchbayError {
  constructor(failures: number, cause: unknown) {
    super('MediaLostError', `The media stream could not be read ${failures} times in a row.`, {
      retryable: false,
      cause,
    });
  }
}

/** No byte came for the whole idle time, so the connection is taken for dead. */
export class MediaIdleError extends PatchbayError {
  constructor(idleMs: number) {
    super('MediaIdleError', `The media session was silent for ${idleMs} ms. Reopen it.`, {
      retryable: true,
    });
  }
}

/** The stream's KMS key is misconfigured; only its owner can mend that. */
const KEY_ERROR_IDS = new Set(['4500', '4501', '4502', '4504', '4505', '4506']);

/**
 * GetMedia ended the session with an error tag (AWS_KINESISVIDEO_ERROR_CODE or _ID, in the
 * GetMedia API reference): 3002 write error, 4000 fragment not found, 4500 to 4506 KMS key, 5000 internal.
 */
export class MediaSessionError extends PatchbayError {
  constructor(errorId: string) {
    const shown = /^\d{1,5}$/.test(errorId) ? errorId : 'unknown';
    super('MediaSessionError', `Kinesis Video ended the media session with error ${shown}.`, {
      retryable: !KEY_ERROR_IDS.has(errorId),
    });
  }
}
