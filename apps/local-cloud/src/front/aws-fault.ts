import { PatchbayError } from '@patchbay/platform';

/** An error that an emulated service answers with, under the type that AWS gives it. */
export class AwsFault extends PatchbayError {
  readonly status: number;

  constructor(status: number, type: string, message: string) {
    super(type, message, { retryable: status >= 500 && status !== 501 });
    this.status = status;
  }
}

/** What every operation outside the emulation answers, so that a gap is seen and never guessed at. */
export class NotEmulated extends AwsFault {
  constructor(what: string) {
    super(501, 'NotImplementedException', `The local cloud does not emulate ${what}.`);
  }
}
