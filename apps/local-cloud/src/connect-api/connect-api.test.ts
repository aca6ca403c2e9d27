import {
  ConnectClient,
  DescribeContactCommand,
  DescribeContactFlowCommand,
  GetContactAttributesCommand,
  ListContactFlowsCommand,
  ListQueuesCommand,
  StopContactCommand,
  UpdateContactAttributesCommand,
} from '@aws-sdk/client-connect';
import { createLogger } from '@patchbay/platform';
import { clientConfig } from '../client-config';
import { startFront, type Front } from '../front/front';
import { createConnectApi } from './connect-api';
import type { ContactDirectory, ContactRecord } from './contact-directory';

const InstanceId = 'instance-1';
const ContactId = 'contact-1';

const FLOW = {
  id: 'flow-1',
  arn: `arn:aws:connect:eu-west-1:000000000000:instance/${InstanceId}/contact-flow/flow-1`,
  name: 'patchbay-queue',
  kind: 'CUSTOMER_QUEUE',
  content: '{"Version":"2019-10-30"}',
};

class OneContact implements ContactDirectory {
  contact: ContactRecord = {
    contactId: ContactId,
    instanceId: InstanceId,
    channel: 'VOICE',
    initiationMethod: 'INBOUND',
    attributes: { language: 'en' },
    initiatedAtMs: Date.parse('2026-11-21T10:00:00Z'),
  };

  find = (contactId: string) => (contactId === ContactId ? this.contact : undefined);

  setAttributes(_: string, added: Readonly<Record<string, string>>) {
    this.contact = { ...this.contact, attributes: { ...this.contact.attributes, ...added } };
  }

  stop() {
    this.contact = { ...this.contact, disconnectedAtMs: Date.parse('2026-11-21T10:01:00Z') };
  }
}

let contacts: OneContact;
let front: Front;
let connect: ConnectClient;

beforeEach(async () => {
  contacts = new OneContact();
  const services = [createConnectApi({ contacts, region: 'eu-west-1', flows: [FLOW] })];
  front = await startFront({ port: 0, services, logger: createLogger('t', { level: 'silent' }) });
  connect = new ConnectClient(clientConfig(`http://127.0.0.1:${front.port}`, 'eu-west-1'));
});

afterEach(() => front.close());

const update = (InitialContactId: string, Attributes: Record<string, string>) =>
  connect.send(new UpdateContactAttributesCommand({ InstanceId, InitialContactId, Attributes }));

test('attributes are added to those that the contact has', async () => {
  await update(ContactId, { transcript: 'https://example.com/1' });

  const got = await connect.send(
    new GetContactAttributesCommand({ InstanceId, InitialContactId: ContactId }),
  );

  expect(got.Attributes).toEqual({ language: 'en', transcript: 'https://example.com/1' });
});

test('more than 32,768 bytes of attributes are refused, with what is there counted', async () => {
  await update(ContactId, { first: 'x'.repeat(32_000) });

  const call = update(ContactId, { second: 'é'.repeat(400) });

  await expect(call).rejects.toMatchObject({ name: 'InvalidRequestException' });
  expect(contacts.contact.attributes).not.toHaveProperty('second');
});

test('a contact is described', async () => {
  const { Contact } = await connect.send(new DescribeContactCommand({ InstanceId, ContactId }));

  expect(Contact).toMatchObject({
    Id: ContactId,
    Channel: 'VOICE',
    InitiationMethod: 'INBOUND',
    InitiationTimestamp: new Date('2026-11-21T10:00:00Z'),
  });
});

test('a contact is stopped once', async () => {
  await connect.send(new StopContactCommand({ InstanceId, ContactId }));
  const { Contact } = await connect.send(new DescribeContactCommand({ InstanceId, ContactId }));

  const again = connect.send(new StopContactCommand({ InstanceId, ContactId }));

  await expect(again).rejects.toMatchObject({ name: 'ContactNotFoundException' });
  expect(Contact?.DisconnectTimestamp).toEqual(new Date('2026-11-21T10:01:00Z'));
});

test('an unknown contact, or one of another instance, is not found', async () => {
  const unknown = update('contact-2', { any: 'thing' });
  await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

  const elsewhere = connect.send(new DescribeContactCommand({ InstanceId: 'other', ContactId }));
  await expect(elsewhere).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('the flows of an instance are listed, and described with their content', async () => {
  const { ContactFlowSummaryList } = await connect.send(
    new ListContactFlowsCommand({ InstanceId }),
  );
  const [listed] = ContactFlowSummaryList ?? [];
  const { ContactFlow } = await connect.send(
    new DescribeContactFlowCommand({ InstanceId, ContactFlowId: listed?.Id }),
  );

  expect(listed).toMatchObject({ Name: FLOW.name, Arn: FLOW.arn, ContactFlowType: FLOW.kind });
  expect(ContactFlow).toMatchObject({ Name: FLOW.name, Content: FLOW.content });
});

test('a flow that is not there, or of another instance, is not found', async () => {
  const describe = (instance: string, ContactFlowId: string) =>
    connect.send(new DescribeContactFlowCommand({ InstanceId: instance, ContactFlowId }));

  for (const call of [describe(InstanceId, 'flow-2'), describe('instance-2', 'flow-1')]) {
    await expect(call).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  }
});

test('the rest of the API is refused', async () => {
  const call = connect.send(new ListQueuesCommand({ InstanceId }));

  await expect(call).rejects.toMatchObject({ name: 'NotImplementedException' });
  expect(front.notEmulated).toEqual(['connect GET /queues-summary']);
});
