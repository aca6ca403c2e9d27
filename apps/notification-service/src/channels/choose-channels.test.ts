import { UnknownAgentError } from '@patchbay/agent';
import { anAgent, anEvent } from '@patchbay/testing';
import type { NotificationChannel } from './channel';
import { chooseChannels } from './choose-channels';

const webhooks = [
  { url: 'https://crm.test/all' },
  { url: 'https://crm.test/callbacks', events: ['callback.requested' as const] },
];
const channel = (name: string): NotificationChannel => ({ name, notify: async () => undefined });
const choice = {
  agents: { byId: async () => anAgent({ webhooks }) },
  ofDeployment: [channel('webhook')],
  createWebhook: (name: string, url: string) => channel(`${name} ${url}`),
};
const names = async (...args: Parameters<typeof chooseChannels>) =>
  (await chooseChannels(...args)).map(({ name }) => name);

describe('the channels of an event', () => {
  test('are those of the deployment and the webhooks of its agent', async () => {
    expect(await names(anEvent.callbackRequested(), choice)).toEqual([
      'webhook',
      'agent-webhook-0 https://crm.test/all',
      'agent-webhook-1 https://crm.test/callbacks',
    ]);
  });

  test('leave out what the deployment has for other events', async () => {
    const link = { ...channel('link'), events: ['TransferRequested' as const] };
    const withLink = { ...choice, ofDeployment: [link] };

    expect(await names(anEvent.transferRequested(), withLink)).toContain('link');
    expect(await names(anEvent.callbackRequested(), withLink)).not.toContain('link');
  });

  test('leave out webhooks that are for other events', async () => {
    expect(await names(anEvent.transferRequested(), choice)).toEqual([
      'webhook',
      'agent-webhook-0 https://crm.test/all',
    ]);
  });

  test('are those of the deployment when the agent is gone', async () => {
    const gone = { byId: () => Promise.reject(new UnknownAgentError('is named bank-demo')) };

    expect(await names(anEvent.voicemailLeft(), { ...choice, agents: gone })).toEqual(['webhook']);
  });
});
