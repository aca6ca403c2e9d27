import { isRetryable, PatchbayError } from '@patchbay/platform';

/** Some channels failed; the others have delivered. Worth a retry while one of the failures is. */
export class NotificationFailedError extends PatchbayError {
  constructor(channels: readonly string[], causes: readonly unknown[]) {
    super('NotificationFailedError', `Not notified: ${channels.join(', ')}.`, {
      retryable: causes.some(isRetryable),
      cause: new AggregateError(causes),
    });
  }
}
