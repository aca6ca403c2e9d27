/** What every error of ours carries: a stable name to alarm on, and whether trying again can help. */
export interface ErrorDetails {
  /** True when the same step may succeed if it is simply tried again. */
  readonly retryable: boolean;
  readonly cause?: unknown;
}

/**
 * Base of all named errors. A message names the thing and the mend, and never holds
 * what a caller said, a phone number, a digit or a token.
 */
export class PatchbayError extends Error {
  readonly retryable: boolean;

  constructor(name: string, message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = name;
    this.retryable = details.retryable;
  }
}

/** Whether trying the failed step again can help; unknown errors are worth one more try. */
export function isRetryable(error: unknown): boolean {
  return error instanceof PatchbayError ? error.retryable : true;
}

/** The name under which an error is logged and counted. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'UnknownError';
}
