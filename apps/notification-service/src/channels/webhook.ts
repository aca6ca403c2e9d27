import { signatureHeaders, type Clock, type SigningKeys } from '@patchbay/platform';
import type { NotificationChannel, ObjectUrl } from './channel';
import { WebhookFailedError, WebhookRefusedError } from './errors';
import { toWebhook } from './to-webhook';

export interface WebhookOptions {
  /** Tells this receiver from others in log lines. */
  readonly name: string;
  readonly url: string;
  readonly keys: SigningKeys;
  readonly objectUrl: ObjectUrl;
  readonly clock: Clock;
}

/** A signature may be 2 minutes old; up to half of that, a refusal is not the clock's. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Statuses below 500 that ask for another try: request timeout, too early, too many requests. */
const TRY_AGAIN = new Set([408, 425, 429]);

/**
 * Posts the event to a team's own system, signed like requests to the bridge. The receiver
 * knows a repeated post by its `id`. Redirects are not followed: the signed body is for this URL.
 */
export function createWebhookChannel(options: WebhookOptions): NotificationChannel {
  return {
    name: options.name,
    async notify(event, signal) {
      const body = JSON.stringify(toWebhook(event, options.objectUrl));
      const { status } = await postInTime(body, options, signal);
      if (status >= 200 && status < 300) return;
      if (status >= 500 || TRY_AGAIN.has(status))
        throw new WebhookFailedError(`answered ${status}`);
      throw new WebhookRefusedError(status);
    },
  };
}

interface Answer {
  readonly status: number;
  /** The receiver's time, when it tells it. */
  readonly dateMs: number;
}

/**
 * Signs with our clock; a receiver that refuses the signature and whose own clock (its header
 * `Date`) shows another time gets the request once more, signed with that.
 */
async function postInTime(
  body: string,
  options: WebhookOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const nowMs = options.clock.nowMs();
  const answer = await post(body, nowMs, options, signal);
  const isOutOfTime = Math.abs(answer.dateMs - nowMs) > CLOCK_TOLERANCE_MS;
  const isRefused = answer.status === 401 || answer.status === 403;
  return isRefused && isOutOfTime ? post(body, answer.dateMs, options, signal) : answer;
}

async function post(
  body: string,
  timeMs: number,
  { url, keys }: WebhookOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    ...signatureHeaders(keys[0], body, timeMs),
  };
  try {
    const options = { method: 'POST', headers, body, signal, redirect: 'manual' } as const;
    const response = await fetch(url, options);
    await response.body?.cancel();
    return { status: response.status, dateMs: Date.parse(response.headers.get('date') ?? '') };
  } catch (error) {
    throw new WebhookFailedError('cannot be reached', error);
  }
}
