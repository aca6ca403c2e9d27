import type { Contact } from '../contact';

/** What a flow can refer to by JSONPath ("List of available contact attributes", admin guide). */
const NAMED: Readonly<Record<string, (contact: Contact) => string | undefined>> = {
  '$.ContactId': ({ contactId }) => contactId,
  '$.InitialContactId': ({ contactId }) => contactId,
  '$.Channel': () => 'VOICE',
  '$.InstanceARN': ({ instanceArn }) => instanceArn,
  '$.SystemEndpoint.Address': ({ systemNumber }) => systemNumber,
  '$.CustomerEndpoint.Address': ({ customerNumber }) => customerNumber,
  '$.StoredCustomerInput': ({ storedInput }) => storedInput,
  '$.Queue.ARN': ({ queueArn }) => queueArn,
};

const MAPS: Readonly<Record<string, (contact: Contact, name: string) => string | undefined>> = {
  External: ({ external }, name) => (Object.hasOwn(external, name) ? external[name] : undefined),
  Attributes: ({ attributes }, name) => attributes.get(name),
  FlowAttributes: ({ flowAttributes }, name) => flowAttributes.get(name),
};

const IN_A_MAP = /^\$\.(External|Attributes|FlowAttributes)\.([\w-]+)$/;

/** Whether the text is a reference that can be resolved here. */
export const isReference = (text: string) => Object.hasOwn(NAMED, text) || IN_A_MAP.test(text);

/** What looks like a reference anywhere in the text, resolvable or not. */
export const mentionsReference = (text: string) => text.includes('$.');

/** The value referred to, or an empty string when there is none; other text stands for itself. */
export function resolveText(text: string, contact: Contact): string {
  const named = Object.hasOwn(NAMED, text) ? NAMED[text] : undefined;
  if (named) return named(contact) ?? '';
  const [, map, name] = IN_A_MAP.exec(text) ?? [];
  if (map === undefined || name === undefined) return text;
  return MAPS[map]?.(contact, name) ?? '';
}

/** Resolves every reference in an action's parameters, however deep. */
export function resolveParameters(parameters: unknown, contact: Contact): unknown {
  if (typeof parameters === 'string') return resolveText(parameters, contact);
  if (Array.isArray(parameters)) return parameters.map((item) => resolveParameters(item, contact));
  if (typeof parameters !== 'object' || parameters === null) return parameters;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, resolveParameters(value, contact)]),
  );
}
