import { createDynamoCallHistory, createDynamoCallStore } from '@patchbay/call-store-dynamodb';
import { CALLS_TABLE } from '@patchbay/infra';
import { createLogger } from '@patchbay/platform';
import { createSqsLeaseQueue, createSqsSender } from '@patchbay/queue-sqs';
import { CONTACT_ID } from '@patchbay/testing';
import { startLocalCloud, type LocalCloud } from '../cloud';

/** Adapters as production makes them, over services that take every request and answer none. */
let cloud: LocalCloud;
const outerEnv = { ...process.env };

beforeAll(async () => {
  cloud = await startLocalCloud({
    port: 0,
    region: 'eu-west-1',
    synthesiser: { speak: async () => new Int16Array(0), close: async () => undefined },
    speechModel: { open: () => ({ receive: () => undefined, close: () => undefined }) },
    contacts: { find: () => undefined, setAttributes: () => undefined, stop: () => undefined },
    kinesisVideo: { delayMs: 0, delivery: 'frames' },
    webhookKeys: ['key'],
    logger: createLogger('test', { level: 'silent' }),
  });
  Object.assign(process.env, cloud.env);
  cloud.disturbances.add(() => 'hang');
});

afterAll(async () => {
  process.env = outerEnv;
  await cloud.close();
});

const queueUrl = () => cloud.queueUrls['calls'] ?? '';
const calls = () => createDynamoCallStore({ tableName: CALLS_TABLE.name });

const REQUESTS: Readonly<Record<string, () => Promise<unknown>>> = {
  'a read of a record': () => calls().read(CONTACT_ID),
  'a write of a record': () => calls().write(CONTACT_ID, { cursor: 1 }, { kind: 'present' }),
  'a turn for the next owner': () =>
    createDynamoCallHistory({ tableName: CALLS_TABLE.name }).append(
      CONTACT_ID,
      1,
      { caller: 'yes', bot: 'no' },
      1,
    ),
  'a heartbeat': () => createSqsLeaseQueue({ queueUrl: queueUrl() }).extendAll(['handle'], 5),
  'a removal': () => createSqsLeaseQueue({ queueUrl: queueUrl() }).remove('handle'),
  'a message': () => createSqsSender({ queueUrl: queueUrl() }).send('body'),
};

/** Two tries of three seconds each, and the pause between; far from for ever. */
const LIMIT_MS = 20_000;

test.each(Object.keys(REQUESTS))(
  '%s that is not answered fails in the end',
  async (name) => {
    await expect(REQUESTS[name]?.()).rejects.toThrow();
  },
  LIMIT_MS,
);
