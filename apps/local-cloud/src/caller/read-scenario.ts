import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidScenarioError, UnknownScenarioError } from './errors';
import { scenarioSchema, type CallPlan } from './scenario';

const EXTENSION = '.json';

/** The names of the scenarios in a folder, in order. */
export async function scenarioNames(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => file.slice(0, -EXTENSION.length))
    .sort();
}

/** @throws UnknownScenarioError InvalidScenarioError */
export async function readScenario(folder: string, name: string): Promise<CallPlan> {
  const names = await scenarioNames(folder);
  if (!names.includes(name)) throw new UnknownScenarioError(name, names);
  const content = await readFile(join(folder, `${name}${EXTENSION}`), 'utf8');
  const parsed = scenarioSchema.safeParse(parseJson(name, content));
  if (parsed.success) return { ...parsed.data, notes: [] };
  throw new InvalidScenarioError(
    name,
    parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`),
  );
}

function parseJson(name: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw new InvalidScenarioError(name, ['it is not JSON']);
  }
}
