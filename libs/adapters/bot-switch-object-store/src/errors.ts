import { PatchbayError } from '@patchbay/platform';

/** The object of the switches holds something else; the next change replaces it. */
export class UnusableSwitchesError extends PatchbayError {
  constructor(key: string, cause: unknown) {
    super('UnusableSwitchesError', `${key} holds no switches; set them anew.`, {
      retryable: false,
      cause,
    });
  }
}

/** The store did not answer in the time that a caller can wait. */
export class SwitchesTimeoutError extends PatchbayError {
  constructor(limitMs: number) {
    super('SwitchesTimeoutError', `The switches could not be read within ${limitMs} ms.`, {
      retryable: true,
    });
  }
}
