import type { FlowAction, FlowDocument } from './flow-document';

/** One place in which two flows differ. */
export interface FlowDifference {
  /** The action, or `StartAction`. */
  readonly action: string;
  /** Within the action, such as `Parameters.Text`; empty when one of the flows has no such action. */
  readonly path: string;
  /** As JSON; absent where there is nothing. */
  readonly committed?: string;
  readonly running?: string;
}

/**
 * Where a running flow does something else than the committed one. How actions are laid out in the
 * editor, their order, and branches that are left out or empty make no difference.
 */
export function flowDifferences(committed: FlowDocument, running: FlowDocument): FlowDifference[] {
  const ours = byIdentifier(committed);
  const theirs = byIdentifier(running);
  const identifiers = [...new Set([...ours.keys(), ...theirs.keys()])];
  return [
    ...differences('StartAction', '', committed.StartAction, running.StartAction),
    ...identifiers.flatMap((id) => differences(id, '', ours.get(id), theirs.get(id))),
  ];
}

const byIdentifier = ({ Actions }: FlowDocument) =>
  new Map(Actions.map((action) => [action.Identifier, withoutOrder(action)]));

/** The branches of an error by name, since their order means nothing; that of conditions does. */
const withoutOrder = ({ Type, Parameters, Transitions }: FlowAction) => ({
  Type,
  Parameters,
  Transitions: {
    ...Transitions,
    Errors: Object.fromEntries(
      Transitions.Errors.map(({ ErrorType, NextAction }) => [ErrorType, NextAction]),
    ),
  },
});

function differences(
  action: string,
  path: string,
  ours: unknown,
  theirs: unknown,
): FlowDifference[] {
  if (isRecord(ours) && isRecord(theirs)) {
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
    return keys.flatMap((key) =>
      differences(action, path === '' ? key : `${path}.${key}`, ours[key], theirs[key]),
    );
  }
  if (ours === theirs) return [];
  const found = { committed: shown(ours), running: shown(theirs) };
  const present = Object.entries(found).filter(([, value]) => value !== undefined);
  return [{ action, path, ...Object.fromEntries(present) }];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const shown = (value: unknown): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);
