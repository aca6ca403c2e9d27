import { invalidPattern } from './pattern-syntax';

const COMPARISONS = new Map<string, (value: number, limit: number) => boolean>(
  Object.entries({
    '<': (value: number, limit: number) => value < limit,
    '<=': (value: number, limit: number) => value <= limit,
    '>': (value: number, limit: number) => value > limit,
    '>=': (value: number, limit: number) => value >= limit,
    '=': (value: number, limit: number) => value === limit,
  }),
);

/** EventBridge compares numbers within ±5 billion. */
const NUMERIC_LIMIT = 5e9;

/** One comparison, or two that bound a range: `[">", 0, "<=", 5]`. */
export function numeric(operand: unknown): (value: unknown) => boolean {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw invalidPattern('Value of numeric must be an array of one or two comparisons');
  }
  const [first, second] = [operand.slice(0, 2), operand.slice(2)].map(bound);
  if (first && second) requireRange(first, second);
  return (value) =>
    typeof value === 'number' && [first, second].every((b) => !b || b.compare(value, b.limit));
}

function bound([operator, limit]: unknown[]) {
  if (operator === undefined) return undefined;
  const compare = COMPARISONS.get(String(operator));
  if (!compare) throw invalidPattern(`Unrecognized numeric range operator: ${operator}`);
  if (typeof limit !== 'number' || Math.abs(limit) > NUMERIC_LIMIT) {
    throw invalidPattern('A numeric bound must be a number within ±5e9');
  }
  return { direction: String(operator).charAt(0), compare, limit };
}

type Bound = NonNullable<ReturnType<typeof bound>>;

function requireRange(first: Bound, second: Bound): void {
  const [lower, upper] = first.direction === '>' ? [first, second] : [second, first];
  const isRange = lower.direction === '>' && upper.direction === '<';
  if (!isRange || lower.limit >= upper.limit) throw invalidPattern('Bad numeric range');
}
