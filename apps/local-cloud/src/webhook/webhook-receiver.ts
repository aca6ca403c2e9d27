import { isSignatureValid, type Clock } from '@patchbay/platform';
import { AwsFault } from '../front/aws-fault';
import type { AwsRequest, AwsResponse } from '../front/aws-service';
import { parseJson, readBody, sendJson } from '../front/exchange';

/** The first part of the path under which webhooks come in: `/webhooks/<name>`. */
export const WEBHOOKS_ROUTE = 'webhooks';

export interface WebhookDelivery {
  readonly name: string;
  readonly body: unknown;
  readonly receivedAtMs: number;
}

export interface WebhookReceiver {
  /** Every delivery that was accepted, oldest first. */
  readonly deliveries: readonly WebhookDelivery[];
  handle(request: AwsRequest, response: AwsResponse): Promise<void>;
  /** Shows each delivery as it is accepted. @returns a function that ends it */
  onDelivery(listener: (delivery: WebhookDelivery) => void): () => void;
}

/**
 * A team's own system at the other end of a webhook: takes what is signed with one of `keys`, and
 * answers 401 to the rest.
 */
export function createWebhookReceiver(options: {
  readonly keys: readonly string[];
  readonly clock: Clock;
}): WebhookReceiver {
  const { keys, clock } = options;
  const deliveries: WebhookDelivery[] = [];
  const listeners = new Set<(delivery: WebhookDelivery) => void>();
  return {
    deliveries,
    async handle(request, response) {
      const name = /^\/webhooks\/([\w-]{1,64})$/.exec(request.url ?? '')?.[1];
      if (name === undefined) throw new AwsFault(404, 'NotFound', 'No webhook of this name.');
      const body = await readBody(request);
      if (!isSignatureValid(keys, body, request.headers, clock.nowMs())) {
        throw new AwsFault(401, 'Unauthorized', 'The signature is not valid.');
      }
      const delivery = { name, body: parseJson(body), receivedAtMs: clock.nowMs() };
      deliveries.push(delivery);
      for (const listener of listeners) listener(delivery);
      sendJson(response, 200, {});
    },
    onDelivery(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
