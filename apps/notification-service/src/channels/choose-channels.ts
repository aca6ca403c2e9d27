import type { AgentCatalog } from '@patchbay/agent';
import type { NotableEvent, NotificationChannel } from './channel';
import { WEBHOOK_TYPES } from './to-webhook';

export interface ChannelChoice {
  readonly agents: Pick<AgentCatalog, 'byId'>;
  /** Channels of the whole deployment. */
  readonly ofDeployment: readonly NotificationChannel[];
  readonly createWebhook: (name: string, url: string) => NotificationChannel;
}

/**
 * The channels of an event: those of the deployment that are for it, and the webhooks that its agent has for events of
 * this type. An agent that is gone has none any more.
 */
export async function chooseChannels(
  event: NotableEvent,
  { agents, ofDeployment, createWebhook }: ChannelChoice,
): Promise<readonly NotificationChannel[]> {
  const agent = await agents.byId(event.data.agentId).catch(() => undefined);
  const ofAgent = (agent?.webhooks ?? []).flatMap(({ url, events }, index) =>
    (events?.includes(WEBHOOK_TYPES[event.type]) ?? true)
      ? [createWebhook(`agent-webhook-${index}`, url)]
      : [],
  );
  const isFor = ({ events }: NotificationChannel) => events?.includes(event.type) ?? true;
  return [...ofDeployment.filter(isFor), ...ofAgent];
}
