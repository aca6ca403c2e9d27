import type { z } from 'zod';
import type { FlowAction } from './flow-document';
import { LANGUAGE, type ActionRule } from './language';

/** Why Connect would refuse an action, or a caller be lost in it; each problem names the action. */
export function actionProblems(action: FlowAction, identifiers: ReadonlySet<string>): string[] {
  const rule = LANGUAGE[action.Type];
  const problems = rule
    ? [
        ...scalarProblems(action.Parameters, 'Parameters'),
        ...parameterProblems(action.Parameters, rule),
        ...branchProblems(action, rule),
        ...targetProblems(action, identifiers),
      ]
    : ['is of a type that these flows do not use'];
  return problems.map((problem) => `${action.Identifier} (${action.Type}): ${problem}`);
}

/** Connect takes no number, no boolean and no empty string. */
function scalarProblems(value: unknown, path: string): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => scalarProblems(item, `${path}.${key}`));
  }
  if (typeof value !== 'string') return [`${path}: must be a string`];
  return value === '' ? [`${path}: must not be empty`] : [];
}

function parameterProblems(parameters: unknown, rule: ActionRule): string[] {
  const { error } = rule.parameters.safeParse(parameters);
  return (error?.issues ?? []).map(describe);
}

const describe = ({ path, message }: z.core.$ZodIssue) =>
  `${['Parameters', ...path.map(String)].join('.')}: ${message}`;

function branchProblems({ Transitions }: FlowAction, rule: ActionRule): string[] {
  const { NextAction, Errors, Conditions } = Transitions;
  const wired = Errors.map(({ ErrorType }) => ErrorType);
  const otherwise = Errors.find(({ ErrorType }) => ErrorType === 'NoMatchingCondition');
  const needsNext = !rule.endsFlow && !rule.loops;
  return [
    ...rule.errors.filter((e) => !wired.includes(e)).map((e) => `error branch ${e} is not wired`),
    ...wired.filter((e) => !rule.errors.includes(e)).map((e) => `error branch ${e} is not known`),
    ...(wired.length > new Set(wired).size ? ['an error branch is wired twice'] : []),
    ...(needsNext && NextAction === undefined ? ['NextAction is missing'] : []),
    ...(rule.endsFlow && NextAction !== undefined ? ['nothing can come after it'] : []),
    ...(Conditions.length > 0 && !rule.hasConditions ? ['takes no conditions'] : []),
    ...(otherwise && otherwise.NextAction !== NextAction
      ? ['NextAction must be where NoMatchingCondition goes']
      : []),
  ];
}

const targetProblems = (action: FlowAction, identifiers: ReadonlySet<string>) =>
  targetsOf(action)
    .filter((target) => !identifiers.has(target))
    .map((target) => `there is no action ${target} to go to`);

/** Where an action can lead, whatever happens. */
export function targetsOf({ Transitions }: FlowAction): string[] {
  const { NextAction, Errors, Conditions } = Transitions;
  return [
    ...(NextAction === undefined ? [] : [NextAction]),
    ...[...Errors, ...Conditions].map((branch) => branch.NextAction),
  ];
}
