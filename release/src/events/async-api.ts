import { EVENT_SOURCE } from '@patchbay/contracts';
import { EVENTS, jsonSchemaOf, WEBHOOKS, type MessageContract } from './event-contracts';

/** The name of the EventBridge bus, unless a deployment gives it another. */
const BUS = 'patchbay';

const DESCRIPTION = `Events are CloudEvents 1.0 in the \`detail\` of an EventBridge event, whose
\`detail-type\` is their \`type\`. Delivery is at least once and in any order: the same \`source\`
(${EVENT_SOURCE}) and \`id\` mean the same event, and \`sequence\` orders those of one call. A
version only ever gains fields. No event carries what a caller said or dialled.`;

/** The AsyncAPI 3 document of what the product publishes. */
export const asyncApi = (version: string) => ({
  asyncapi: '3.0.0',
  info: { title: 'Patchbay', version, description: DESCRIPTION.replaceAll('\n', ' ') },
  defaultContentType: 'application/json',
  channels: {
    events: channel('The EventBridge bus of the product.', EVENTS, BUS),
    webhooks: channel('The address that a team gives, over HTTPS.', WEBHOOKS, null),
  },
  operations: {
    publishEvents: { action: 'send', channel: { $ref: '#/channels/events' } },
    notifyTeams: { action: 'send', channel: { $ref: '#/channels/webhooks' } },
  },
  components: {
    messages: Object.fromEntries([...EVENTS, ...WEBHOOKS].map((one) => [one.name, message(one)])),
  },
});

const channel = (
  description: string,
  messages: readonly MessageContract[],
  address: string | null,
) => ({
  address,
  description,
  messages: Object.fromEntries(
    messages.map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]),
  ),
});

const message = (contract: MessageContract) => ({
  name: contract.name,
  title: contract.name,
  summary: contract.summary,
  contentType: 'application/json',
  payload: {
    schemaFormat: 'application/schema+json;version=draft-2020-12',
    schema: jsonSchemaOf(contract),
  },
});
