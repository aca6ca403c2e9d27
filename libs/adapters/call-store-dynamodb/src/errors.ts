import { PatchbayError } from '@patchbay/platform';

/** The item under the call's key is not a call record of a version that this code reads. */
export class UnreadableRecordError extends PatchbayError {
  constructor(contactId: string, cause: unknown) {
    super(
      'UnreadableRecordError',
      `The record of call ${contactId} cannot be read; deploy the version that wrote it, or later.`,
      { retryable: false, cause },
    );
  }
}

/** DynamoDB left out some of the asked items, several times in a row. */
export class UnreadHistoryError extends PatchbayError {
  constructor() {
    super('UnreadHistoryError', 'DynamoDB did not return all turns of a call in time.', {
      retryable: true,
    });
  }
}
