import { z } from 'zod';
import { LOCAL_ACCOUNT_ID } from '../client-config';
import { AwsFault, NotEmulated } from '../front/aws-fault';
import type { AwsRequest, AwsService } from '../front/aws-service';
import { readJson, sendJson } from '../front/exchange';
import { operationName } from '../front/signed-for';
import type { ContactDirectory, ContactRecord } from './contact-directory';
import { flowOperations, type StoredFlow } from './flow-operations';

/** All attributes of a contact together. Source: Connect API reference, UpdateContactAttributes. */
export const ATTRIBUTES_LIMIT_BYTES = 32_768;

const updateSchema = z.object({
  InitialContactId: z.string().min(1).max(256),
  InstanceId: z.string().min(1).max(100),
  Attributes: z.record(z.string().min(1).max(32_767), z.string().max(32_767)),
});
const stopSchema = z.object({ ContactId: z.string().min(1), InstanceId: z.string().min(1) });

interface Operation {
  readonly method: string;
  readonly path: RegExp;
  /** @param ids what the path names, in its order */
  run(request: AwsRequest, ...ids: string[]): unknown;
}

/** The part of the Amazon Connect API that concerns one contact, and what flows there are. */
export function createConnectApi(options: {
  readonly contacts: ContactDirectory;
  readonly region: string;
  /** None if absent. */
  readonly flows?: readonly StoredFlow[] | undefined;
}): AwsService {
  const { contacts, region } = options;

  function known(instanceId: string, contactId: string): ContactRecord {
    const contact = contacts.find(contactId);
    if (contact?.instanceId === instanceId) return contact;
    throw new AwsFault(404, 'ResourceNotFoundException', 'Contact not found.');
  }

  const operations: readonly Operation[] = [
    ...flowOperations(options.flows ?? []),
    {
      method: 'POST',
      path: /^\/contact\/attributes$/,
      async run(request) {
        const { InstanceId, InitialContactId, Attributes } = await readJson(request, updateSchema);
        const contact = known(InstanceId, InitialContactId);
        requireSize({ ...contact.attributes, ...Attributes });
        contacts.setAttributes(InitialContactId, Attributes);
        return {};
      },
    },
    {
      method: 'GET',
      path: /^\/contact\/attributes\/([^/]+)\/([^/]+)$/,
      run: (_, instanceId = '', contactId = '') => ({
        Attributes: known(instanceId, contactId).attributes,
      }),
    },
    {
      method: 'GET',
      path: /^\/contacts\/([^/]+)\/([^/]+)$/,
      run: (_, instanceId = '', contactId = '') => ({
        Contact: description(known(instanceId, contactId), region),
      }),
    },
    {
      method: 'POST',
      path: /^\/contact\/stop$/,
      async run(request) {
        const { InstanceId, ContactId } = await readJson(request, stopSchema);
        if (known(InstanceId, ContactId).disconnectedAtMs !== undefined) {
          throw new AwsFault(410, 'ContactNotFoundException', 'The contact has ended.');
        }
        contacts.stop(ContactId);
        return {};
      },
    },
  ];

  return {
    signingName: 'connect',
    async handle(request, response) {
      const path = (request.url ?? '').split('?')[0] ?? '';
      for (const operation of operations) {
        const match = operation.method === request.method && operation.path.exec(path);
        if (!match) continue;
        const ids = match.slice(1).map(decodeURIComponent);
        return sendJson(response, 200, await operation.run(request, ...ids));
      }
      throw new NotEmulated(operationName(request));
    },
  };
}

function requireSize(attributes: Readonly<Record<string, string>>): void {
  const bytes = Buffer.byteLength(Object.entries(attributes).flat().join(''));
  if (bytes <= ATTRIBUTES_LIMIT_BYTES) return;
  throw new AwsFault(400, 'InvalidRequestException', 'The attributes are over 32,768 bytes.');
}

function description(contact: ContactRecord, region: string) {
  const { contactId, instanceId, disconnectedAtMs } = contact;
  return {
    Arn: `arn:aws:connect:${region}:${LOCAL_ACCOUNT_ID}:instance/${instanceId}/contact/${contactId}`,
    Id: contactId,
    InitialContactId: contactId,
    InitiationMethod: contact.initiationMethod,
    Channel: contact.channel,
    Attributes: contact.attributes,
    InitiationTimestamp: contact.initiatedAtMs / 1000,
    ...(disconnectedAtMs !== undefined && { DisconnectTimestamp: disconnectedAtMs / 1000 }),
  };
}
