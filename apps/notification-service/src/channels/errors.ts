import { PatchbayError } from '@patchbay/platform';

/** The receiver was not reached, or could not take the news now. */
export class WebhookFailedError extends PatchbayError {
  constructor(what: string, cause?: unknown) {
    super('WebhookFailedError', `The webhook's receiver ${what}.`, { retryable: true, cause });
  }
}

/** The receiver does not want this request, and would not want it again. */
export class WebhookRefusedError extends PatchbayError {
  constructor(status: number) {
    super(
      'WebhookRefusedError',
      `The webhook's receiver refused with status ${status}; check WEBHOOK_URL and WEBHOOK_KEYS.`,
      { retryable: false },
    );
  }
}
