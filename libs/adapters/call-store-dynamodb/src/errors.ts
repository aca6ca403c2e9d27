import { errorName, PatchbayError } from '@patchbay/platform';

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

/** DynamoDB would refuse the same request for ever, such as one for an item that is too large. */
export class UnusableStoreError extends PatchbayError {
  constructor(cause: unknown) {
    super(
      'UnusableStoreError',
      'DynamoDB refuses the request for good; see its cause: table, permission or size of the item.',
      { retryable: false, cause },
    );
  }
}

/** What no repetition mends. Source: DynamoDB developer guide, "Error handling with DynamoDB". */
const FOR_GOOD = new Set([
  'AccessDeniedException',
  'ResourceNotFoundException',
  'SerializationException',
  'ValidationException',
]);

/** A failure of the client, as an error that knows whether it passes. */
export const asStoreError = (error: unknown): unknown =>
  FOR_GOOD.has(errorName(error)) ? new UnusableStoreError(error) : error;

/** DynamoDB left out some of the asked items, several times in a row. */
export class UnreadHistoryError extends PatchbayError {
  constructor() {
    super('UnreadHistoryError', 'DynamoDB did not return all turns of a call in time.', {
      retryable: true,
    });
  }
}
