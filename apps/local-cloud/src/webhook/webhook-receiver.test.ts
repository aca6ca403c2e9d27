import { createLogger, signatureHeaders } from '@patchbay/platform';
import { startFront, type Front } from '../front/front';
import { createWebhookReceiver, WEBHOOKS_ROUTE, type WebhookReceiver } from './webhook-receiver';

const NOW_MS = 1_800_000_000_000;
const clock = { nowMs: () => NOW_MS, monotonicMs: () => 0 };

let receiver: WebhookReceiver;
let front: Front;

beforeEach(async () => {
  receiver = createWebhookReceiver({ keys: ['current', 'previous'], clock });
  front = await startFront({
    port: 0,
    services: [],
    unsignedRoutes: { [WEBHOOKS_ROUTE]: receiver.handle },
    logger: createLogger('test', { level: 'silent' }),
  });
});

afterEach(() => front.close());

async function post(body: string, key: string, path = '/webhooks/crm') {
  const headers = signatureHeaders(key, body, NOW_MS);
  const url = `http://127.0.0.1:${front.port}${path}`;
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

test('a signed webhook is recorded and shown', async () => {
  const shown: unknown[] = [];
  receiver.onDelivery((delivery) => shown.push(delivery));

  const status = await post('{"id":"1"}', 'previous');

  expect(status).toBe(200);
  expect(shown).toEqual([{ name: 'crm', body: { id: '1' }, receivedAtMs: NOW_MS }]);
  expect(receiver.deliveries).toEqual(shown);
});

test.each([
  ['signed with another key', 401, () => post('{}', 'wrong')],
  ['signed, but not JSON', 400, () => post('{', 'current')],
  ['for another path', 404, () => post('{}', 'current', '/webhooks/crm/more')],
])('a webhook %s answers %i and is not recorded', async (_, expected, send) => {
  const status = await send();

  expect(status).toBe(expected);
  expect(receiver.deliveries).toEqual([]);
});
