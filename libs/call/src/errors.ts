import { PatchbayError } from '@patchbay/platform';

/** The condition of a write did not hold: the call exists already, is gone, or has another owner. */
export class WriteRefusedError extends PatchbayError {
  constructor(condition: string, cause?: unknown) {
    super(
      'WriteRefusedError',
      `The call record was not written: condition "${condition}" failed.`,
      {
        retryable: false,
        cause,
      },
    );
  }
}

/** Connect knows no such contact, or its attributes can no longer be changed. */
export class UnknownContactError extends PatchbayError {
  constructor(contactId: string, cause?: unknown) {
    super(
      'UnknownContactError',
      `Amazon Connect has no contact ${contactId} to set attributes of.`,
      {
        retryable: false,
        cause,
      },
    );
  }
}
