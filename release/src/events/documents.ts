import { asyncApi } from './async-api';
import { EVENTS, jsonSchemaOf, OBJECTS, WEBHOOKS } from './event-contracts';
import { page } from './page';

/** Every file of docs/events, by its name; the same contracts always give the same bytes. */
export function eventDocuments(version: string): ReadonlyMap<string, string> {
  const schemas = [...EVENTS, ...WEBHOOKS, ...OBJECTS].map(
    (contract) => [`${contract.name}.schema.json`, json(jsonSchemaOf(contract))] as const,
  );
  return new Map([['README.md', page()], ['asyncapi.json', json(asyncApi(version))], ...schemas]);
}

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
