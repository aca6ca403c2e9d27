import { callMessageSchema, domainEventSchema } from '@patchbay/contracts';
import { z } from 'zod';
import { KNOWN_TYPES } from './explain-letters';

/** Names around an event, and of Connect's contact events; those of ours come from the contracts. */
const OUTER_NAMES = [
  ...['version', 'id', 'detail-type', 'source', 'account', 'time', 'region', 'resources', 'detail'],
  ...['eventType', 'contactId', 'channel', 'instanceArn', 'initiationMethod'],
];

/** Names whose values are shown, when they are types that we know. */
const TYPE_NAMES = new Set(['type', 'detail-type']);

/** No message of ours is nested this deep; a crafted one must not exhaust the stack. */
const MAX_DEPTH = 20;
const SHOWN_ELEMENTS = 3;

const knownNames = new Set([
  ...OUTER_NAMES,
  ...[domainEventSchema, callMessageSchema].flatMap((schema) =>
    propertyNames(z.toJSONSchema(schema, { unrepresentable: 'any' })),
  ),
]);

/**
 * The shape of a message's body: names that the contracts have, and of every value only what kind
 * it is. A name that no contract has may itself be something that a caller said.
 */
export function maskBody(body: string): unknown {
  try {
    return mask(JSON.parse(body), '', 0);
  } catch {
    return '<not JSON>';
  }
}

function mask(value: unknown, name: string, depth: number): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return maskArray(value, name, depth);
  if (typeof value === 'object') return maskObject(value, depth);
  if (TYPE_NAMES.has(name) && KNOWN_TYPES.has(String(value))) return value;
  return typeof value === 'string' ? '<text>' : `<${typeof value}>`;
}

function maskArray(values: unknown[], name: string, depth: number): unknown {
  if (depth >= MAX_DEPTH) return '<array>';
  const shown = values.slice(0, SHOWN_ELEMENTS).map((value) => mask(value, name, depth + 1));
  return values.length > SHOWN_ELEMENTS ? [...shown, '<more>'] : shown;
}

function maskObject(object: object, depth: number): unknown {
  if (depth >= MAX_DEPTH) return '<object>';
  const masked = Object.entries(object).map(([name, value], index) => [
    knownNames.has(name) ? name : `<name ${index}>`,
    mask(value, name, depth + 1),
  ]);
  return Object.fromEntries(masked);
}

/** Every property name of a JSON schema, at any depth. */
function propertyNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([keyword, value]) => [
    ...(keyword === 'properties' ? Object.keys(value as object) : []),
    ...propertyNames(value),
  ]);
}
