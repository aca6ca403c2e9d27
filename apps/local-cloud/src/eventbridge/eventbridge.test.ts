import {
  CreateEventBusCommand,
  EventBridgeClient,
  ListArchivesCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type PutEventsRequestEntry,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { createLogger } from '@patchbay/platform';
import { clientConfig } from '../client-config';
import { AwsFault } from '../front/aws-fault';
import { startFront, type Front } from '../front/front';
import type { BusEvent } from './bus-event';
import { createEventBridge, type EventBridge } from './eventbridge';

const REGION = 'eu-west-1';
const queueArn = (name: string) => `arn:aws:sqs:${REGION}:000000000000:${name}`;
const logger = createLogger('test', { level: 'silent' });

/** Queues that take what they are sent, but for the failures that a test prescribes. */
class ScriptedQueues {
  readonly sent: { arn: string; body: string; attributes?: object | undefined }[] = [];
  readonly failures = new Map<string, AwsFault[]>();

  send = async (arn: string, body: string, attributes?: Readonly<Record<string, string>>) => {
    const failure = this.failures.get(arn)?.shift();
    if (failure) throw failure;
    this.sent.push({ arn, body, attributes });
  };

  /** @throws when the message has not come within Jest's own time limit */
  async received(arn: string): Promise<BusEvent> {
    for (;;) {
      const message = this.sent.find((sent) => sent.arn === arn);
      if (message) return JSON.parse(message.body);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

let queues: ScriptedQueues;
let service: EventBridge;
let front: Front;
let events: EventBridgeClient;

beforeEach(async () => {
  queues = new ScriptedQueues();
  service = createEventBridge({ region: REGION, send: queues.send, logger, retryBaseMs: 1 });
  front = await startFront({ port: 0, services: [service], logger });
  events = new EventBridgeClient(clientConfig(`http://127.0.0.1:${front.port}`, REGION));
  await events.send(new CreateEventBusCommand({ Name: 'patchbay' }));
});

afterEach(() => front.close());

async function rule(pattern: object, target: Partial<Target> = {}, EventBusName = 'patchbay') {
  await events.send(
    new PutRuleCommand({ Name: 'rule', EventBusName, EventPattern: JSON.stringify(pattern) }),
  );
  const Targets = [{ Id: 'queue', Arn: queueArn('target'), ...target }];
  await events.send(new PutTargetsCommand({ Rule: 'rule', EventBusName, Targets }));
}

const put = (...entries: PutEventsRequestEntry[]) =>
  events.send(
    new PutEventsCommand({
      Entries: entries.map((entry) => ({
        EventBusName: 'patchbay',
        Source: 'dev.patchbay.calls',
        DetailType: 'CallEnded',
        Detail: '{"reason":"hangup"}',
        ...entry,
      })),
    }),
  );

test('an event that a rule matches arrives in its queue, in its envelope', async () => {
  await rule({ 'detail-type': ['CallEnded'], detail: { reason: [{ prefix: 'hang' }] } });

  const { FailedEntryCount, Entries } = await put({
    Time: new Date('2026-11-21T10:00:00.700Z'),
    Resources: ['arn:aws:connect:contact/1'],
  });

  expect(FailedEntryCount).toBe(0);
  expect(await queues.received(queueArn('target'))).toEqual({
    version: '0',
    id: Entries?.[0]?.EventId,
    'detail-type': 'CallEnded',
    source: 'dev.patchbay.calls',
    account: '000000000000',
    time: '2026-11-21T10:00:00Z',
    region: REGION,
    resources: ['arn:aws:connect:contact/1'],
    detail: { reason: 'hangup' },
  });
});

test('an event that no rule matches, or on another bus, goes nowhere', async () => {
  await rule({ 'detail-type': ['CallEnded'] });

  await put({ DetailType: 'CallStarted' }, { EventBusName: 'default' });

  expect(queues.sent).toEqual([]);
});

test('each entry fails for itself, with its own reason', async () => {
  await rule({ source: ['dev.patchbay.calls'] });

  const { FailedEntryCount, Entries } = await put(
    {},
    { Detail: '{' },
    { Detail: '[]' },
    { DetailType: '' },
    { Source: 'aws.connect' },
    { EventBusName: 'nowhere' },
  );

  expect(FailedEntryCount).toBe(5);
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    undefined,
    'MalformedDetail',
    'MalformedDetail',
    'InvalidArgument',
    'NotAuthorizedForSourceException',
    'ResourceNotFoundException',
  ]);
  await queues.received(queueArn('target'));
  expect(queues.sent).toHaveLength(1);
});

test('entries are refused as wanted, until that ends', async () => {
  await rule({ source: ['dev.patchbay.calls'] });
  const end = service.refuseEntries((detail) =>
    detail.includes('busy') ? 'ThrottlingException' : undefined,
  );
  const busy = { Detail: '{"reason":"busy"}' };

  const { FailedEntryCount, Entries } = await put({}, busy);
  end();
  const afterwards = await put(busy);

  expect(FailedEntryCount).toBe(1);
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([undefined, 'ThrottlingException']);
  expect(afterwards.FailedEntryCount).toBe(0);
});

test('more than ten entries, or more than 1 MB in all, are refused whole', async () => {
  const half = JSON.stringify({ text: 'x'.repeat(600_000) });

  const tooMany = put(...Array.from({ length: 11 }, () => ({})));
  await expect(tooMany).rejects.toMatchObject({ name: 'ValidationException' });
  const tooLarge = put({ Detail: half }, { Detail: half });
  await expect(tooLarge).rejects.toMatchObject({ name: 'ValidationException' });
  const large = await put({ Detail: half });

  expect(large.FailedEntryCount).toBe(0);
});

test('an invalid pattern is refused when the rule is put', async () => {
  const call = rule({ source: 'not-a-list' });

  await expect(call).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
});

test('a delivery that fails is tried again', async () => {
  await rule({ source: ['dev.patchbay.calls'] });
  const busy = new AwsFault(503, 'ServiceUnavailable', 'Busy.');
  queues.failures.set(queueArn('target'), [busy, busy, busy]);

  await put({});

  expect((await queues.received(queueArn('target'))).detail).toEqual({ reason: 'hangup' });
});

test('when the retries are used up the event goes to the dead-letter queue, with the reason', async () => {
  await rule(
    { source: ['dev.patchbay.calls'] },
    {
      RetryPolicy: { MaximumRetryAttempts: 2 },
      DeadLetterConfig: { Arn: queueArn('dead') },
    },
  );
  const busy = new AwsFault(503, 'ServiceUnavailable', 'Busy.');
  queues.failures.set(queueArn('target'), Array(9).fill(busy));

  await put({});
  await queues.received(queueArn('dead'));

  expect(queues.sent[0]?.attributes).toEqual({
    RULE_ARN: `arn:aws:events:${REGION}:000000000000:rule/patchbay/rule`,
    TARGET_ARN: queueArn('target'),
    ERROR_CODE: 'ServiceUnavailable',
    RETRY_ATTEMPTS: '2',
  });
});

test('what no retry can mend goes to the dead-letter queue at once', async () => {
  await rule({ source: ['dev.patchbay.calls'] }, { DeadLetterConfig: { Arn: queueArn('dead') } });
  const gone = new AwsFault(400, 'QueueDoesNotExist', 'Gone.');
  queues.failures.set(queueArn('target'), [gone]);

  await put({});
  await queues.received(queueArn('dead'));

  expect(queues.sent[0]?.attributes).toMatchObject({ RETRY_ATTEMPTS: '0' });
});

test('a service of AWS publishes on the default bus, and every event can be watched', async () => {
  await rule({ source: ['aws.connect'] }, {}, 'default');
  const seen: string[] = [];
  const end = service.onEvent((event, bus) => seen.push(`${bus} ${event.source}`));
  const contactEvent = { eventType: 'DISCONNECTED' };

  service.publishAsAws({
    source: 'aws.connect',
    detailType: 'Amazon Connect Contact Event',
    detail: contactEvent,
  });
  await put({});
  end();
  await put({});

  expect((await queues.received(queueArn('target'))).detail).toEqual(contactEvent);
  expect(seen).toEqual(['default aws.connect', 'patchbay dev.patchbay.calls']);
});

test('what is not emulated is refused', async () => {
  const archives = events.send(new ListArchivesCommand({}));
  await expect(archives).rejects.toMatchObject({ name: 'NotImplementedException' });

  const transformed = rule({ source: ['x'] }, { InputPath: '$.detail' });
  await expect(transformed).rejects.toMatchObject({ name: 'ValidationException' });
});
