import { PatchbayError } from '@patchbay/platform';

/** The model refuses a session for the length of the history that it was opened with. */
export class SpeechHistoryTooLongError extends PatchbayError {
  constructor(cause: unknown) {
    super('SpeechHistoryTooLongError', 'The model takes less history than it was given.', {
      retryable: true,
      cause,
    });
  }
}

/** A session ended by itself, without an error, while it was still needed. */
export class SpeechSessionEndedError extends PatchbayError {
  constructor() {
    super('SpeechSessionEndedError', 'The speech model ended the session by itself.', {
      retryable: true,
    });
  }
}
