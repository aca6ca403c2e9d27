import { PatchbayError } from '@patchbay/platform';

/** A turn that the call's last event names is not stored yet, or was lost. */
export class MissingTurnError extends PatchbayError {
  constructor(key: string) {
    super('MissingTurnError', `The turn ${key} is not stored; archive the call again once it is.`, {
      retryable: true,
    });
  }
}

/** A stored turn is not one of a version that this code reads. The cause may quote the turn. */
export class UnreadableTurnError extends PatchbayError {
  constructor(key: string, cause: unknown) {
    super(
      'UnreadableTurnError',
      `The turn ${key} cannot be read; deploy the version that wrote it.`,
      {
        retryable: false,
        cause,
      },
    );
  }
}
