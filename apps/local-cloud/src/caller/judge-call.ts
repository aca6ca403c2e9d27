import type { Expectation } from './scenario';

/** How a call really went. */
export interface CallFacts {
  readonly outcome: 'transfer' | 'end' | 'hangup' | 'error';
  /** The contact's attributes when it ended, or entered the queue. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** How a call differed from what its scenario expects, in words; empty when it did not. */
export function judgeCall(
  expected: Pick<Expectation, 'outcome' | 'attributes'> | undefined,
  facts: CallFacts,
): string[] {
  if (!expected) return [];
  const wrongOutcome =
    facts.outcome === expected.outcome
      ? []
      : [`the call should end in ${expected.outcome} and ended in ${facts.outcome}`];
  const wrongAttributes = Object.entries(expected.attributes)
    .filter(([name, value]) => facts.attributes.get(name) !== value)
    .map(([name, value]) => {
      const found = facts.attributes.get(name) ?? 'nothing';
      return `attribute ${name} should be ${value} and is ${found}`;
    });
  return [...wrongOutcome, ...wrongAttributes];
}
