import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  fillPlaceholders,
  flowSchema,
  placeholdersIn,
  type FlowAction,
  type FlowDocument,
  type Placeholders,
} from '@patchbay/contact-flow';
import { ACTION_TYPES } from '../actions';
import type { ActionType } from '../actions/action';
import { problemsOfAction } from './check-action';
import { FlowRefusedError } from './flow-errors';

export interface RunnableAction {
  readonly action: FlowAction;
  readonly type: ActionType;
}

/** A flow that can be run whole. */
export interface Flow {
  readonly name: string;
  readonly startAction: string;
  readonly actions: ReadonlyMap<string, RunnableAction>;
}

/** Reads a committed flow and puts ARNs in the place of its `${Placeholders}`. @throws FlowRefusedError */
export async function loadFlow(file: string, placeholders: Placeholders): Promise<Flow> {
  return parseFlow(basename(file), await readFile(file, 'utf8'), placeholders);
}

/** @throws FlowRefusedError naming every action and parameter that cannot be run */
export function parseFlow(name: string, content: string, placeholders: Placeholders): Flow {
  const document = parseDocument(name, substitute(name, content, placeholders));
  const identifiers = new Set(document.Actions.map(({ Identifier }) => Identifier));
  const problems = [
    ...repeated(document).map((identifier) => `two actions are called ${identifier}`),
    ...(identifiers.has(document.StartAction)
      ? []
      : [`StartAction ${document.StartAction} does not exist`]),
    ...document.Actions.flatMap((action) => problemsOfAction(action, identifiers)),
  ];
  if (problems.length > 0) throw new FlowRefusedError(name, problems);
  return { name, startAction: document.StartAction, actions: runnable(document.Actions) };
}

function runnable(actions: readonly FlowAction[]): Map<string, RunnableAction> {
  const byIdentifier = new Map<string, RunnableAction>();
  for (const action of actions) {
    const type = ACTION_TYPES.get(action.Type);
    if (type) byIdentifier.set(action.Identifier, { action, type });
  }
  return byIdentifier;
}

function substitute(name: string, content: string, placeholders: Placeholders): string {
  const missing = placeholdersIn(content).filter((key) => !Object.hasOwn(placeholders, key));
  if (missing.length === 0) return fillPlaceholders(content, placeholders);
  throw new FlowRefusedError(
    name,
    missing.map((key) => `placeholder ${key} has no value`),
  );
}

function parseDocument(name: string, content: string): FlowDocument {
  const parsed = flowSchema.safeParse(parseJson(name, content));
  if (parsed.success) return parsed.data;
  throw new FlowRefusedError(
    name,
    parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`),
  );
}

function parseJson(name: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw new FlowRefusedError(name, ['it is not JSON']);
  }
}

function repeated({ Actions }: FlowDocument): string[] {
  const seen = new Set<string>();
  return Actions.map(({ Identifier }) => Identifier).filter(
    (identifier) => seen.has(identifier) || !seen.add(identifier),
  );
}
