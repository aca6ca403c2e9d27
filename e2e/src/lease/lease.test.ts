import { get } from 'node:https';
import { createDynamoCallStore } from '@patchbay/call-store-dynamodb';
import type { CallRecord } from '@patchbay/call';
import { BUCKETS, BUS_NAME, CALLS_TABLE, deadLetterQueue, FAILURES_TABLE } from '@patchbay/infra';
import { startLocalCloud, type LocalCloud } from '@patchbay/local-cloud';
import type { LeaseQueue } from '@patchbay/messaging';
import { createLogger, sleep } from '@patchbay/platform';
import { createSqsLeaseQueue, createSqsSender } from '@patchbay/queue-sqs';
import { aCallRecord, AGENT_ID } from '@patchbay/testing';
import { pollBridge } from './poll-bridge';
import { startBridge, type BridgeProcess } from './bridge-process';

/** Real bridges over SQS and DynamoDB; the caller is silent and the speech model mute. */
const KEY = 'a-key-of-sixteen-characters-or-more';
/** Nothing here takes long; a busy machine may. */
const PATIENCE_MS = 40_000;
const CLAIMED = 'A call was claimed';

let cloud: LocalCloud;
let calls: ReturnType<typeof createDynamoCallStore>;
let sender: ReturnType<typeof createSqsSender>;
let env: Record<string, string>;
const outerEnv = { ...process.env };
const bridges: BridgeProcess[] = [];
/** Of which task each bridge is. */
const tasks = new Map<BridgeProcess, string>();
const following = new AbortController();
const flows: Promise<void>[] = [];

beforeAll(async () => {
  cloud = await startLocalCloud({
    port: 0,
    region: 'us-east-1',
    synthesiser: { speak: async () => new Int16Array(4000), close: async () => undefined },
    speechModel: { open: () => ({ receive: () => undefined, close: () => undefined }) },
    contacts: { find: () => undefined, setAttributes: () => undefined, stop: () => undefined },
    kinesisVideo: { delayMs: 0, delivery: 'frames' },
    webhookKeys: [KEY],
    logger: createLogger('test', { level: 'silent' }),
  });
  Object.assign(process.env, cloud.env);
  calls = createDynamoCallStore({ tableName: CALLS_TABLE.name });
  sender = createSqsSender({ queueUrl: queueUrl('calls') });
  env = {
    ...cloud.env,
    ...{ SPEECH_REGION: 'us-east-1', AGENTS_DIR: 'agents', EVENT_BUS: BUS_NAME },
    ...{ CALLS_TABLE: CALLS_TABLE.name, FAILURES_TABLE: FAILURES_TABLE.name },
    CALLS_QUEUE_URL: queueUrl('calls'),
    CALLS_DLQ_URL: queueUrl(deadLetterQueue('calls')),
    TRANSCRIPTS_BUCKET: BUCKETS.transcripts,
    PROMPTS_BUCKET: BUCKETS.prompts,
    ...{ BRIDGE_ADDRESS: '127.0.0.1', BRIDGE_PORT: '0', BRIDGE_MAX_CALLS: '2' },
    ...{ BRIDGE_KEYS: KEY, TOOL_KEYS: KEY },
  };
});

afterAll(async () => {
  following.abort();
  await Promise.all(flows);
  for (const bridge of bridges) bridge.signal('SIGKILL');
  await Promise.all(bridges.map(({ ended }) => ended));
  process.env = outerEnv;
  await cloud.close();
});

const queueUrl = (name: string) => cloud.queueUrls[name] ?? '';

let startedTasks = 0;

/** Each bridge is a task of its own. */
async function bridge(): Promise<BridgeProcess> {
  const task = `bridge-${(startedTasks += 1)}`;
  const started = await startBridge({ ...env, ECS_AGENT_URI: cloud.ecsAgentUri(task) });
  bridges.push(started);
  tasks.set(started, task);
  return started;
}

const isProtected = (one: BridgeProcess) => cloud.ecsAgent.isProtected(tasks.get(one) ?? '');

/** What StartBotSession does. */
async function startCall(contactId: string) {
  await calls.write(contactId, newRecord(contactId), { kind: 'absent' });
  await announce(contactId);
}

const newRecord = (contactId: string) => aCallRecord({ contactId, startedAtMs: Date.now() });
const announce = (contactId: string) =>
  sender.send(JSON.stringify({ contactId, agentId: AGENT_ID }));

/** Asks for turns like a contact flow, until the call is over or its caller gone. */
async function follow(contactId: string, signal = following.signal): Promise<void> {
  for (;;) {
    const record = await calls.read(contactId);
    if (signal.aborted || record?.status !== 'open') return;
    const answer = await Promise.race([pollBridge(record, KEY), sleep(3000)]);
    if (!answer) await sleep(200);
  }
}

async function until(
  contactId: string,
  holds: (record: CallRecord) => boolean,
): Promise<CallRecord> {
  for (const endMs = Date.now() + PATIENCE_MS; Date.now() < endMs; await sleep(50)) {
    const record = await calls.read(contactId);
    if (record && holds(record)) return record;
  }
  throw new Error(`in vain: ${JSON.stringify(await calls.read(contactId))}`);
}

async function untilTrue(holds: () => boolean): Promise<void> {
  for (const endMs = Date.now() + PATIENCE_MS; !holds(); await sleep(50)) {
    if (Date.now() > endMs) throw new Error('in vain');
  }
}

const ownerOf = (record: CallRecord) => {
  const owner = bridges.find(({ url }) => url === record.owner?.url);
  if (!owner) throw new Error('no bridge of ours owns the call');
  return owner;
};

const claimsOf = (contactId: string) =>
  bridges.flatMap(({ log }) =>
    log.filter((line) => line.msg === CLAIMED && line.contactId === contactId),
  );

/** All that a queue has, for `waitS` seconds. */
async function receive(queue: LeaseQueue, waitS: number) {
  const signal = new AbortController().signal;
  return queue.receive({ limit: 10, visibilityS: 30, waitS, signal });
}

const healthOf = ({ owner }: CallRecord) =>
  new Promise<number | undefined>((resolve) => {
    const answered = get(new URL('/health', owner?.url), { ca: owner?.certificate }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    answered.on('error', () => resolve(undefined));
  });

test('a bridge is protected from scaling in while it carries a call, and no longer than that', async () => {
  const contactId = 'lease-protected';
  await Promise.all([bridge(), bridge()]);
  await startCall(contactId);
  const first = await until(contactId, ({ epoch }) => epoch > 0);
  const caller = new AbortController();
  flows.push(follow(contactId, caller.signal));
  const leaving = ownerOf(first);
  await untilTrue(() => isProtected(leaving));
  expect(bridges.filter(isProtected)).toEqual([leaving]);

  leaving.signal('SIGTERM');
  await untilTrue(() => !isProtected(leaving));
  expect(await calls.read(contactId)).toMatchObject({ status: 'open' });
  const next = await until(contactId, ({ epoch }) => epoch > 1);
  await untilTrue(() => isProtected(ownerOf(next)));

  caller.abort();
  await untilTrue(() => !bridges.some(isProtected));
});

test('a call that is started three times is one call, and leaves a bridge that ends without a loss', async () => {
  const contactId = 'lease-drained';
  await Promise.all([bridge(), bridge()]);
  await startCall(contactId);
  await announce(contactId);
  const first = await until(contactId, ({ epoch }) => epoch > 0);
  flows.push(follow(contactId));
  await until(contactId, ({ cursor }) => cursor > 1);
  await announce(contactId);
  // Longer than a message is hidden: whoever would steal has had its chance.
  await sleep(6000);
  expect(claimsOf(contactId)).toHaveLength(1);
  const leaving = ownerOf(first);

  leaving.signal('SIGTERM');
  await sleep(500);
  const health = await healthOf(first);
  const next = await until(contactId, ({ epoch }) => epoch > 1);

  expect(health).toBe(503);
  expect(next).toMatchObject({ epoch: 2, losses: 0, status: 'open' });
  expect(next.owner?.url).not.toBe(first.owner?.url);
  expect(await leaving.ended).toBe(0);
  await calls.write(contactId, { disconnectedAtMs: Date.now() }, { kind: 'present' });
});

test('a bridge that was stopped emits nothing more, and the third lost one fails the call', async () => {
  const contactId = 'lease-lost';
  await Promise.all([bridge(), bridge()]);
  await startCall(contactId);
  const first = await until(contactId, ({ epoch }) => epoch > 0);
  await sleep(500);
  const stopped = ownerOf(first);
  const open = pollBridge(first, KEY);
  await sleep(300);
  stopped.signal('SIGSTOP');
  const second = await until(contactId, ({ epoch }) => epoch > 1);
  flows.push(follow(contactId));
  await until(contactId, ({ cursor }) => cursor > first.cursor);

  stopped.signal('SIGCONT');

  expect(await open).toBeUndefined();
  expect(await pollBridge(first, KEY)).toBeUndefined();
  expect(second).toMatchObject({ epoch: 2, losses: 1 });
  expect(await calls.read(contactId)).toMatchObject({ epoch: 2, owner: second.owner });

  // As if it had been the second one lost.
  await calls.write(contactId, { losses: 2 }, { kind: 'present' });
  ownerOf(second).signal('SIGKILL');
  const lost = await until(contactId, ({ status }) => status !== 'open');

  expect(lost).toMatchObject({ status: 'failed', losses: 3, epoch: 3 });
  const dead = createSqsLeaseQueue({ queueUrl: queueUrl(deadLetterQueue('calls')) });
  const letters = await receive(dead, 5);
  expect(letters.map(({ body }) => JSON.parse(body).contactId)).toEqual([contactId]);
});
