import { EVENTS, jsonSchemaOf, OBJECTS, WEBHOOKS, type MessageContract } from './event-contracts';

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly description?: string;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** docs/events/README.md: every message on one page, in Markdown. */
export const page = (): string => `# Events

Generated from [libs/contracts](../../libs/contracts/src/domain-event.ts) by \`npm run docs\`; do not
edit. The same for machines: [asyncapi.json](asyncapi.json), and a JSON Schema a message beside it.

Events are CloudEvents 1.0 in the \`detail\` of an EventBridge event, with their \`type\` as
\`detail-type\`. They come at least once and in any order: the same \`source\` and \`id\` mean the same
event, \`sequence\` orders those of one call. None carries what a caller said or dialled.

A rule of your own gets them:

\`\`\`json
{ "source": ["dev.patchbay.calls"], "detail-type": ["CallEnded"] }
\`\`\`

## Around every event

${table(envelopeOf(EVENTS[0] as MessageContract))}

## On the bus: \`data\`

${EVENTS.map((event) => section(event, dataOf(event))).join('\n')}
## To webhooks

Signed as [notification-service](../../apps/notification-service/README.md) says.

${WEBHOOKS.map((webhook) => section(webhook, jsonSchemaOf(webhook) as Schema)).join('\n')}
## On S3, and to tools

${OBJECTS.map((object) => section(object, jsonSchemaOf(object) as Schema)).join('\n')}`;

const section = ({ name, summary }: MessageContract, schema: Schema) =>
  `### ${name}\n\n${summary} [Schema](${name}.schema.json)\n\n${table(schema)}\n`;

const dataOf = (event: MessageContract): Schema =>
  (jsonSchemaOf(event) as Schema).properties?.['data'] ?? {};

function envelopeOf(event: MessageContract): Schema {
  const { properties = {}, required = [] } = jsonSchemaOf(event) as Schema;
  const fields = Object.entries(properties).filter(([name]) => name !== 'data');
  return { properties: { ...Object.fromEntries(fields), type: { type: 'string' } }, required };
}

function table({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(
    ([name, schema]) =>
      `| \`${name}\`${required.includes(name) ? '' : ' (may lack)'} | ${kindOf(schema)} |`,
  );
  return ['| field | |', '| --- | --- |', ...rows].join('\n');
}

/** What a field holds, in a few words. */
function kindOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.anyOf) return schema.anyOf.map(kindOf).join(' or ');
  if (schema.type === 'array') return `list of ${kindOf(schema.items ?? {})}`;
  if (schema.type === 'object' && schema.properties) {
    return `{ ${Object.keys(schema.properties).join(', ')} }`;
  }
  return schema.format ?? schema.type ?? 'anything';
}
