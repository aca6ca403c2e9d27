import type { FlowDifference } from '@patchbay/contact-flow';
import type { FlowComparison } from './compare-flows';

const STATES = {
  same: 'as committed',
  different: 'is not what is committed',
  missing: 'is not on the instance',
} as const;

/** What an instance runs, for people, line by line: `-` is committed, `+` is running. */
export function describeComparison({ flow, state, differences }: FlowComparison): string[] {
  return [`${flow}: ${STATES[state]}`, ...differences.flatMap(describeDifference)];
}

function describeDifference({ action, path, committed, running }: FlowDifference): string[] {
  return [
    `  ${path === '' ? action : `${action} ${path}`}`,
    ...(committed === undefined ? [] : [`    - ${committed}`]),
    ...(running === undefined ? [] : [`    + ${running}`]),
  ];
}
