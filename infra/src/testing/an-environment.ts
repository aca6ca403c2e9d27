import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../environment/environment';
import { readEnvironments } from '../environment/read-environments';

export const ENVIRONMENTS_TEXT = readFileSync(
  join(import.meta.dirname, '..', '..', 'environments.json'),
  'utf8',
);

/** A committed environment, with changes deep inside it where a test is about them. */
export function anEnvironment(name: 'dev' | 'prod' = 'prod'): Environment {
  const environment = readEnvironments(ENVIRONMENTS_TEXT).get(name);
  if (!environment) throw new Error(`${name} is not in environments.json`);
  return environment;
}

// Tests bend the file into shapes that no type of ours allows.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyJson = Record<string, any>;

/** The text of the committed environments with `change` applied to its parsed form. */
export function changed(change: (environments: AnyJson) => void): string {
  const environments = JSON.parse(ENVIRONMENTS_TEXT);
  change(environments);
  return JSON.stringify(environments, null, 2);
}
