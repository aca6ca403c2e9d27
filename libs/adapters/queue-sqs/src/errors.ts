import { PatchbayError } from '@patchbay/platform';

/** The handler was told to stop because its time was over. */
export class HandlerTimedOutError extends PatchbayError {
  constructor(limitMs: number) {
    super('HandlerTimedOutError', `Not handled within ${limitMs} ms; what it calls hangs.`, {
      retryable: true,
    });
  }
}
