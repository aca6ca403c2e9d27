import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { callEndedSchema, domainEventSchema, webhookSchema } from '@patchbay/contracts';
import { Ajv2020 } from 'ajv/dist/2020';
import { read, ROOT } from '../workspace';
import { eventDocuments } from './documents';
import { EVENTS, WEBHOOKS } from './event-contracts';

const { version } = JSON.parse(read('package.json')) as { version: string };
const documents = eventDocuments(version);

test('what stands in docs/events is what the contracts say; if not, run "npm run docs"', () => {
  const written = readdirSync(join(ROOT, 'docs/events'));

  expect(written.toSorted()).toEqual([...documents.keys()].toSorted());
  for (const [name, content] of documents) expect(read(`docs/events/${name}`)).toBe(content);
});

test('every event and every webhook is documented', () => {
  const types = domainEventSchema.options.map(({ shape }) => shape.type.value);

  expect(EVENTS.map(({ name }) => name).toSorted()).toEqual(types.toSorted());
  expect(WEBHOOKS).toHaveLength(webhookSchema.options.length);
});

test('every reference of the AsyncAPI document leads somewhere', () => {
  const text = documents.get('asyncapi.json') ?? '';
  const document = JSON.parse(text) as object;
  const references = [...text.matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, path = '']) => path);
  const find = (path: string) =>
    path
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);

  expect(references.length).toBeGreaterThan(10);
  expect(references.filter((path) => find(path) === undefined)).toEqual([]);
});

const ENDED = {
  specversion: '1.0',
  id: '4a573372-1f28-4e26-b97b-000000000001:CallEnded',
  source: 'dev.patchbay.calls',
  type: 'CallEnded',
  time: '2026-01-05T10:01:30.000Z',
  subject: '4a573372-1f28-4e26-b97b-000000000001',
  dataschema: 'urn:patchbay:CallEnded:1',
  datacontenttype: 'application/json',
  sequence: 3,
  data: {
    agentId: 'bank-demo',
    outcome: 'end',
    startedAt: '2026-01-05T10:00:00.000Z',
    endedAt: '2026-01-05T10:01:30.000Z',
    lastSequence: 3,
    turnSequences: [2],
  },
};

test.each<[boolean, object]>([
  [true, ENDED],
  [true, { ...ENDED, data: { ...ENDED.data, addedLater: 1 } }],
  [false, { ...ENDED, type: 'CallStarted' }],
  [false, { ...ENDED, data: { ...ENDED.data, outcome: 'bored' } }],
])('the JSON Schema and the contract agree: %p', (valid, event) => {
  const schema = JSON.parse(documents.get('CallEnded.schema.json') ?? '') as object;
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

  expect(validate(event)).toBe(valid);
  expect(callEndedSchema.safeParse(event).success).toBe(valid);
});
