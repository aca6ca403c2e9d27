import { errorName, isRetryable, PatchbayError } from '@patchbay/platform';

/** Some channels failed; the others have delivered. Worth a retry while one of the failures is. */
export class NotificationFailedError extends PatchbayError {
  constructor(failures: readonly { readonly channel: string; readonly error: unknown }[]) {
    const reasons = failures.map(({ channel, error }) => `${channel} (${reason(error)})`);
    super('NotificationFailedError', `Not notified: ${reasons.join(', ')}`, {
      retryable: failures.some(({ error }) => isRetryable(error)),
      cause: new AggregateError(failures.map(({ error }) => error)),
    });
  }
}

/** In words where they are ours: they stand in the failure log. */
const reason = (error: unknown) =>
  error instanceof PatchbayError ? error.message : errorName(error);
