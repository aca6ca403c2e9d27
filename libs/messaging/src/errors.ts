import { PatchbayError } from '@patchbay/platform';

/** The message is no longer ours: its visibility ended and somebody else may hold it. */
export class LeaseLostError extends PatchbayError {
  constructor(cause?: unknown) {
    super('LeaseLostError', 'The message is no longer held by this receiver.', {
      retryable: false,
      cause,
    });
  }
}

/** A message that is not what its queue carries; trying again cannot mend it. */
export class MalformedMessageError extends PatchbayError {
  constructor(problems: readonly string[], cause?: unknown) {
    super('MalformedMessageError', `Not a usable message: ${problems.join('; ')}.`, {
      retryable: false,
      cause,
    });
  }
}

/** There is no queue of this name in the account and region that the settings lead to. */
export class UnknownQueueError extends PatchbayError {
  constructor(queue: string, cause?: unknown) {
    super(
      'UnknownQueueError',
      `There is no queue ${queue} here; check AWS_REGION, the account and AWS_ENDPOINT_URL.`,
      { retryable: false, cause },
    );
  }
}
