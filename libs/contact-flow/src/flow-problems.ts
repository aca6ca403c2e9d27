import { actionProblems, targetsOf } from './action-problems';
import { flowSchema, type FlowDocument } from './flow-document';

/**
 * Everything for which Connect would refuse a flow, and every place where a caller would be stuck
 * or could never come; empty when the flow is sound. Placeholders may still stand in it.
 */
export function flowProblems(content: string): string[] {
  const parsed = flowSchema.safeParse(parseJson(content));
  if (!parsed.success) {
    return parsed.error.issues.map(
      ({ path, message }) => `${path.map(String).join('.')}: ${message}`,
    );
  }
  const flow = parsed.data;
  const identifiers = new Set(flow.Actions.map(({ Identifier }) => Identifier));
  const reached = reachable(flow);
  return [
    ...twice(flow).map((identifier) => `two actions are called ${identifier}`),
    ...(identifiers.has(flow.StartAction) ? [] : [`there is no action ${flow.StartAction}`]),
    ...flow.Actions.flatMap((action) => actionProblems(action, identifiers)),
    ...[...identifiers]
      .filter((identifier) => !reached.has(identifier))
      .map((identifier) => `${identifier}: no way leads there`),
  ];
}

/** Every action to which some way leads from the start. */
function reachable({ StartAction, Actions }: FlowDocument): Set<string> {
  const byIdentifier = new Map(Actions.map((action) => [action.Identifier, action]));
  const reached = new Set<string>();
  const ahead = [StartAction];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    const action = byIdentifier.get(next);
    if (action) ahead.push(...targetsOf(action));
  }
  return reached;
}

function twice({ Actions }: FlowDocument): string[] {
  const seen = new Set<string>();
  return Actions.map(({ Identifier }) => Identifier).filter(
    (identifier) => seen.has(identifier) || !seen.add(identifier),
  );
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
