import type { TurnRefusal } from '@patchbay/contracts';
import { PatchbayError } from '@patchbay/platform';

/** The bridge did not answer, fell silent, or answered with something else than a turn. */
export class BridgeUnreachableError extends PatchbayError {
  /** How long before that it was last heard of. */
  readonly silentMs: number;

  constructor(
    reason: string,
    { cause, silentMs = 0 }: { cause?: unknown; silentMs?: number } = {},
  ) {
    super('BridgeUnreachableError', `The bridge that owns the call ${reason}.`, {
      retryable: true,
      cause,
    });
    this.silentMs = silentMs;
  }
}

/** Nothing listens at the bridge's address any more: its process has ended. */
export class BridgeGoneError extends BridgeUnreachableError {
  constructor(cause: unknown) {
    super('is gone', { cause });
  }
}

/** Refusals after which the call's record tells more than it did. */
const WORTH_ANOTHER_LOOK: readonly TurnRefusal['refusal'][] = ['unknown-call', 'stale-epoch'];

/** The bridge answered that this is not a request for it to serve. */
export class TurnRefusedError extends PatchbayError {
  readonly refusal: TurnRefusal['refusal'];

  constructor(refusal: TurnRefusal['refusal']) {
    super('TurnRefusedError', `The bridge refused the request: ${refusal}.`, {
      retryable: WORTH_ANOTHER_LOOK.includes(refusal),
    });
    this.refusal = refusal;
  }
}

/**
 * The clocks of this function and of the bridge are further apart than a signature may be old, or
 * than the bridge's certificate allows. Somebody has to set a clock: asking again does not help.
 */
export class ClockSkewError extends PatchbayError {
  constructor(cause?: unknown) {
    super(
      'ClockSkewError',
      "The bridge refused the request: this function's clock and the bridge's are minutes apart.",
      { retryable: false, cause },
    );
  }
}
