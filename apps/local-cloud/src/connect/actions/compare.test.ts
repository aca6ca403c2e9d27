import type { Condition } from '@patchbay/contact-flow';
import { meets } from './compare';

test.each<[Condition['Operator'], string, string, boolean]>([
  ['Equals', 'speak', 'speak', true],
  ['Equals', 'speak', 'spe', false],
  ['TextStartsWith', '{"a":1}', '{', true],
  ['TextEndsWith', 'lost_card', 'card', true],
  ['TextContains', 'lost_card', 't_c', true],
  ['TextContains', 'lost_card', 'x', false],
  ['NumberGreaterThan', '10', '9', true],
  ['NumberGreaterOrEqualTo', '9', '9', true],
  ['NumberLessThan', '10', '9', false],
  ['NumberLessOrEqualTo', '9', '9', true],
  ['NumberLessThan', '', '9', false],
])('%s: %j against %j is %s', (Operator, value, operand, expected) => {
  expect(meets(value, { Operator, Operands: [operand] })).toBe(expected);
});
