import type { FlowAction } from '@patchbay/contact-flow';
import { ACTION_TYPES } from '../actions';
import type { ActionType } from '../actions/action';
import { isReference, mentionsReference } from './references';

/** Why an action cannot be run, each reason naming it; empty when it can. */
export function problemsOfAction(action: FlowAction, identifiers: ReadonlySet<string>): string[] {
  const type = ACTION_TYPES.get(action.Type);
  const problems = type
    ? [
        ...problemsOfScalars(action.Parameters, 'Parameters'),
        ...type.problemsOf(action.Parameters),
        ...problemsOfBranches(action, type),
        ...problemsOfTargets(action, identifiers),
      ]
    : [`action type ${action.Type} is not simulated`];
  return problems.map((problem) => `${action.Identifier} (${action.Type}): ${problem}`);
}

/** Connect wants every scalar to be a string with something in it. */
function problemsOfScalars(value: unknown, path: string): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) =>
      problemsOfScalars(item, `${path}.${key}`),
    );
  }
  if (typeof value !== 'string') return [`${path}: must be a string`];
  if (value === '') return [`${path}: must not be empty`];
  const unknown = mentionsReference(value) && !isReference(value);
  return unknown ? [`${path}: reference ${value} cannot be resolved`] : [];
}

function problemsOfBranches({ Transitions }: FlowAction, type: ActionType): string[] {
  const { NextAction, Errors, Conditions } = Transitions;
  const declared = Errors.map(({ ErrorType }) => ErrorType);
  const fallback = Errors.find(({ ErrorType }) => ErrorType === 'NoMatchingCondition');
  return [
    ...type.errors.filter((e) => !declared.includes(e)).map((e) => `error branch ${e} is missing`),
    ...declared
      .filter((error) => !type.errors.some((known) => known === error))
      .map((error) => `error branch ${error} is not known`),
    ...(NextAction === undefined && !type.endsFlow && !type.loops ? ['NextAction is missing'] : []),
    ...(Conditions.length > 0 && !type.hasConditions ? ['Conditions are not allowed'] : []),
    ...(fallback && fallback.NextAction !== NextAction
      ? ['NextAction must be where NoMatchingCondition goes']
      : []),
  ];
}

function problemsOfTargets({ Transitions }: FlowAction, identifiers: ReadonlySet<string>) {
  const { NextAction, Errors, Conditions } = Transitions;
  const targets = [...Errors, ...Conditions].map((branch) => branch.NextAction);
  return [...(NextAction === undefined ? [] : [NextAction]), ...targets]
    .filter((target) => !identifiers.has(target))
    .map((target) => `there is no action ${target} to go to`);
}
