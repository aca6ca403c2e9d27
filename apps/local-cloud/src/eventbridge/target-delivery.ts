import {
  backoffMs,
  errorName,
  isRetryable,
  sleep,
  type Clock,
  type Logger,
} from '@patchbay/platform';

/** Where a rule sends its events: a queue, with what to do when that fails. */
export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly DeadLetterConfig?: { readonly Arn?: string | undefined } | undefined;
  readonly RetryPolicy?:
    | {
        readonly MaximumRetryAttempts?: number | undefined;
        readonly MaximumEventAgeInSeconds?: number | undefined;
      }
    | undefined;
}

/** @throws when the queue did not take it; `retryable` tells whether it may yet */
export type SendToQueue = (
  queueArn: string,
  body: string,
  attributes?: Readonly<Record<string, string>>,
) => Promise<void>;

export interface Delivery {
  readonly send: SendToQueue;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly stopped: AbortSignal;
  /** First retry after at most this long, then twice as long each time. */
  readonly retryBaseMs: number;
}

/** Source: EventBridge user guide, "How EventBridge retries delivering events". */
const DEFAULT_RETRIES = 185;
const DEFAULT_MAX_AGE_S = 24 * 60 * 60;
const RETRY_CAP_MS = 10_000;

/** Delivers until the queue took it or the retry policy is used up; then to the dead-letter queue, if there is one. */
export async function deliver(
  body: string,
  ruleArn: string,
  target: Target,
  { send, logger, clock, stopped, retryBaseMs }: Delivery,
): Promise<void> {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = target.RetryPolicy ?? {};
  const retries = MaximumRetryAttempts ?? DEFAULT_RETRIES;
  const endMs = clock.monotonicMs() + (MaximumEventAgeInSeconds ?? DEFAULT_MAX_AGE_S) * 1000;
  for (let attempt = 0; !stopped.aborted; attempt++) {
    try {
      return await send(target.Arn, body);
    } catch (error) {
      const mayRetry = isRetryable(error) && attempt < retries && clock.monotonicMs() < endMs;
      if (!mayRetry) return giveUp(error, attempt);
      await sleep(backoffMs(attempt, { baseMs: retryBaseMs, capMs: RETRY_CAP_MS }), stopped);
    }
  }

  async function giveUp(error: unknown, attempts: number): Promise<void> {
    logger.warn('an event could not be delivered', { errorName: errorName(error) });
    if (!target.DeadLetterConfig?.Arn) return;
    await send(target.DeadLetterConfig.Arn, body, {
      RULE_ARN: ruleArn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: errorName(error),
      RETRY_ATTEMPTS: String(attempts),
    }).catch((cause) => logger.error('an event is lost', { errorName: errorName(cause) }));
  }
}
