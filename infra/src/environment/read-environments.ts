import type { z } from 'zod';
import { checkCapacity } from './check-capacity';
import { checkPlaces } from './check-places';
import { checkWayOut } from './check-way-out';
import { environmentSchema, type Environment } from './environment';
import { lineOf } from './line-of';
import { EnvironmentsError, type Problem } from './problem';

export const ENVIRONMENTS_FILE = 'infra/environments.json';

const CHECKS = [checkCapacity, checkPlaces, checkWayOut];

/**
 * The environments of a file's text, by their names.
 * @throws EnvironmentsError with every mistake of every environment, each with its line
 */
export function readEnvironments(text: string): Map<string, Environment> {
  const entries = Object.entries(parse(text));
  const problems: Problem[] = [];
  const environments = new Map<string, Environment>();
  for (const [name, value] of entries) {
    const under = (problem: Problem) => ({ ...problem, path: [name, ...problem.path] });
    const parsed = environmentSchema.safeParse(value);
    if (!parsed.success) {
      problems.push(...parsed.error.issues.flatMap(toProblems).map(under));
      continue;
    }
    const environment = { ...parsed.data, name };
    problems.push(...CHECKS.flatMap((check) => check(environment)).map(under));
    environments.set(name, environment);
  }
  problems.push(...sharedPrefixes([...environments.values()]));
  if (problems.length > 0) throw new EnvironmentsError(problems.map((p) => inWords(p, text)));
  return environments;
}

/** @throws EnvironmentsError when the file has no environment of this name */
export function environmentNamed(name: string, environments: ReadonlyMap<string, Environment>) {
  const environment = environments.get(name);
  if (environment) return environment;
  const known = [...environments.keys()].join(', ');
  throw new EnvironmentsError([
    `${ENVIRONMENTS_FILE}: "${name}" is no environment: take one of ${known}, or add it there`,
  ]);
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new EnvironmentsError([`${ENVIRONMENTS_FILE}: ${(error as Error).message}`]);
  }
}

function toProblems(issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: 'is no setting' }));
  }
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return [{ path, message: missing ? 'is missing' : issue.message }];
}

/**
 * Two environments of one account need two prefixes, in whatever Regions they are: budgets and
 * dashboards have names of the whole account.
 */
function sharedPrefixes(environments: readonly Environment[]): Problem[] {
  const place = ({ account, prefix }: Environment) => `${account} ${prefix}`;
  return environments.flatMap((environment, index) => {
    const other = environments.slice(0, index).find((one) => place(one) === place(environment));
    if (!other) return [];
    const message = `is the prefix of ${other.name} too, in the same account`;
    return [{ path: [environment.name, 'prefix'], message }];
  });
}

const inWords = ({ path, message }: Problem, text: string) =>
  `${ENVIRONMENTS_FILE}:${lineOf(text, path)}: ${path.join('.')} ${message}`;
