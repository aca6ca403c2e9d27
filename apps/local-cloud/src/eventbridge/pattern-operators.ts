import { BlockList, isIP } from 'node:net';
import { numeric } from './numeric-comparison';
import { invalidPattern, isObject, onlyEntry } from './pattern-syntax';

/** Whether one value of an event satisfies one alternative of a pattern. */
export type ValueTest = (value: unknown) => boolean;

/**
 * The content filters of EventBridge, each compiled from its operand.
 * Source: EventBridge user guide, "Comparison operators for use in event patterns".
 */
export const OPERATORS = new Map<string, (operand: unknown) => ValueTest>(
  Object.entries({
    prefix: affix('prefix', (value, part) => value.startsWith(part)),
    suffix: affix('suffix', (value, part) => value.endsWith(part)),
    'equals-ignore-case': (operand) => {
      const folded = text('equals-ignore-case', operand).toLowerCase();
      return (value) => typeof value === 'string' && value.toLowerCase() === folded;
    },
    wildcard: (operand) => {
      const expression = wildcardExpression(text('wildcard', operand));
      return (value) => typeof value === 'string' && expression.test(value);
    },
    numeric,
    cidr,
    'anything-but': anythingBut,
  }),
);

const INSIDE_ANYTHING_BUT = new Set(['prefix', 'suffix', 'equals-ignore-case', 'wildcard']);

function text(operator: string, operand: unknown): string {
  if (typeof operand === 'string') return operand;
  throw invalidPattern(`${operator} match pattern must be a string`);
}

function affix(operator: string, matches: (value: string, part: string) => boolean) {
  return (operand: unknown): ValueTest => {
    if (!isObject(operand)) {
      const part = text(operator, operand);
      return (value) => typeof value === 'string' && matches(value, part);
    }
    const [name, inner] = onlyEntry(operand);
    if (name !== 'equals-ignore-case') throw invalidPattern(`Unrecognized ${operator} ${name}`);
    const folded = text(operator, inner).toLowerCase();
    return (value) => typeof value === 'string' && matches(value.toLowerCase(), folded);
  };
}

/** `*` stands for any characters; a backslash makes the next `*` or backslash literal. */
function wildcardExpression(pattern: string): RegExp {
  const tokens = pattern.match(/\\.?|\*+|[^\\*]+/g) ?? [];
  const parts = tokens.map((token) => {
    if (token === '*') return '[^]*';
    if (token.startsWith('*')) throw invalidPattern('Consecutive wildcard characters');
    if (!token.startsWith('\\')) return escapeLiteral(token);
    if (token !== '\\*' && token !== '\\\\') throw invalidPattern('Invalid escape character');
    return escapeLiteral(token.slice(1));
  });
  return new RegExp(`^${parts.join('')}$`);
}

const escapeLiteral = (literal: string) => literal.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

function cidr(operand: unknown): ValueTest {
  const [address = '', prefix = ''] = text('cidr', operand).split('/');
  const version = isIP(address);
  const isPrefix = /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
  if (version === 0 || !isPrefix) throw invalidPattern('Malformed CIDR');
  const block = new BlockList();
  const family = version === 4 ? 'ipv4' : 'ipv6';
  block.addSubnet(address, Number(prefix), family);
  return (value) =>
    typeof value === 'string' && isIP(value) === version && block.check(value, family);
}

function anythingBut(operand: unknown): ValueTest {
  if (!isObject(operand)) return noneOf(operand);
  const [name, inner] = onlyEntry(operand);
  const operator = INSIDE_ANYTHING_BUT.has(name) ? OPERATORS.get(name) : undefined;
  const list = [inner].flat();
  if (!operator || list.length === 0) throw invalidPattern('Value of anything-but is invalid');
  if (list.includes('')) throw invalidPattern(`Empty ${name} inside anything-but`);
  const tests = list.map((item) => operator(text(name, item)));
  return (value) => !tests.some((test) => test(value));
}

function noneOf(operand: unknown): ValueTest {
  const list: unknown[] = [operand].flat();
  const types = new Set(list.map((item) => typeof item));
  if (types.size !== 1 || !(types.has('string') || types.has('number'))) {
    throw invalidPattern('Inside anything-but there must be strings or numbers, not both');
  }
  return (value) => !list.includes(value);
}
