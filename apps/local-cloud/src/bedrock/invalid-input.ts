import { PatchbayError } from '@patchbay/platform';

/** What came in is no frame, or no event of the protocol. */
export class InvalidInputError extends PatchbayError {
  constructor(reason: string, cause?: unknown) {
    super('InvalidInputError', `The input is not valid: ${reason}`, { retryable: false, cause });
  }
}
