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

/** A receiver that takes longer should take the news first and work on it later. */
const ANSWER_LIMIT_MS = 10_000;

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
      const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
      const status = await post(body, options, limit);
      if (status >= 200 && status < 300) return;
      if (status >= 500 || TRY_AGAIN.has(status))
        throw new WebhookFailedError(`answered ${status}`);
      throw new WebhookRefusedError(status);
    },
  };
}

async function post(
  body: string,
  { url, keys, clock }: WebhookOptions,
  signal: AbortSignal,
): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    ...signatureHeaders(keys[0], body, clock.nowMs()),
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      signal,
      redirect: 'manual',
    });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    throw new WebhookFailedError('cannot be reached', error);
  }
}
