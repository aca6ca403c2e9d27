import type { Message } from '@aws-sdk/client-sqs';
import type { FailedAttempt, FailureLog, LeaseQueue } from '@patchbay/messaging';
import { errorName, isRetryable, sleep, systemClock, type Logger } from '@patchbay/platform';
import { HandlerTimedOutError } from './errors';
import { failedAttempt, receiveCount } from './failed-attempt';
import { holdMessage } from './hold';
import { retryDelayS } from './retry-delay';

export interface AttemptOptions {
  readonly queue: string;
  readonly messages: Pick<LeaseQueue, 'extend' | 'remove'>;
  readonly handle: (body: string, signal: AbortSignal) => Promise<void>;
  readonly failures: Pick<FailureLog, 'note'>;
  readonly visibilityS: number;
  readonly handlerLimitMs: number;
  readonly retryBaseMs: number;
  readonly logger: Logger;
}

/** A failure log that hangs must not hold up the message's retry. */
const NOTE_LIMIT_MS = 10_000;

/**
 * One receive of a message: handled and removed, or its failure noted and the message put back
 * for later. Never rejects: what SQS does not take, its visibility timeout brings about.
 */
export async function attemptMessage(message: Message, options: AttemptOptions): Promise<void> {
  const { queue, messages, logger } = options;
  const handle = message.ReceiptHandle ?? '';
  try {
    const outcome = await handleHeld(message, options);
    if ('error' in outcome) await putBack(message, outcome, options);
    else await messages.remove(handle);
  } catch (error) {
    logger.error('message not settled', { queue, errorName: errorName(error) });
  }
}

type Outcome = { readonly error: unknown; readonly isHeld: boolean } | Record<never, never>;

/**
 * Handles the message while it is held. Ends only when the handler has ended, also one that was
 * told to stop, so that no handler runs on beside the message's next delivery.
 */
async function handleHeld(message: Message, options: AttemptOptions): Promise<Outcome> {
  const { queue, messages, visibilityS, handlerLimitMs, handle, logger } = options;
  const hold = holdMessage(
    () => messages.extend(message.ReceiptHandle ?? '', visibilityS),
    visibilityS,
  );
  const overdue = new AbortController();
  const timer = setTimeout(() => {
    logger.warn('handler told to stop', { queue, durationMs: handlerLimitMs });
    overdue.abort(new HandlerTimedOutError(handlerLimitMs));
  }, handlerLimitMs);
  const signal = AbortSignal.any([hold.lost, overdue.signal]);
  try {
    await handle(message.Body ?? '', signal);
    return {};
  } catch (error) {
    return { error: signal.aborted ? signal.reason : error, isHeld: !hold.lost.aborted };
  } finally {
    clearTimeout(timer);
    hold.end();
  }
}

async function putBack(
  message: Message,
  { error, isHeld }: { error: unknown; isHeld: boolean },
  { queue, messages, failures, retryBaseMs, logger }: AttemptOptions,
): Promise<void> {
  const failure = failedAttempt(message, { queue, error, failedAtMs: systemClock.nowMs() });
  const { eventId, eventType, attempt } = failure;
  logger.warn('message failed', {
    ...{ queue, eventId, eventType, attempt },
    ...{ errorName: failure.errorName, retryable: isRetryable(error) },
  });
  await note(failure, failures).catch((reason: unknown) =>
    logger.error('failure not noted', { queue, eventId, errorName: errorName(reason) }),
  );
  if (!isHeld) return;
  const delayS = retryDelayS(error, receiveCount(message), { baseMs: retryBaseMs });
  await messages.extend(message.ReceiptHandle ?? '', delayS);
}

async function note(failure: FailedAttempt, failures: AttemptOptions['failures']): Promise<void> {
  const noted = new AbortController();
  const limit = sleep(NOTE_LIMIT_MS, noted.signal);
  await Promise.race([failures.note(failure), limit]).finally(() => noted.abort());
}
