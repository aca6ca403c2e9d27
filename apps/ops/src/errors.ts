import { PatchbayError } from '@patchbay/platform';

/** Arguments or files that cannot be used as they are; the message says what to change. */
export class BadInputError extends PatchbayError {
  constructor(message: string, cause?: unknown) {
    super('BadInputError', message, { retryable: false, cause });
  }
}

/** Not all of it was done; what was done is kept, and the message says how to go on. */
export class UnfinishedError extends PatchbayError {
  constructor(message: string) {
    super('UnfinishedError', message, { retryable: true });
  }
}
