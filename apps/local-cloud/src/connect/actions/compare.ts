import type { Condition } from '@patchbay/contact-flow';
import { z } from 'zod';
import { defineAction } from './action';

/** Branches by a value; the conditions stand in the action's transitions. */
export const compare = defineAction({
  // Resolved, the value may well be empty: then no condition matches.
  parameters: z.strictObject({ ComparisonValue: z.string() }),
  errors: ['NoMatchingCondition'],
  hasConditions: true,
  run: ({ ComparisonValue }) => ({ kind: 'value', value: ComparisonValue }),
});

const OPERATORS: Record<Condition['Operator'], (value: string, operand: string) => boolean> = {
  Equals: (value, operand) => value === operand,
  TextStartsWith: (value, operand) => value.startsWith(operand),
  TextEndsWith: (value, operand) => value.endsWith(operand),
  TextContains: (value, operand) => value.includes(operand),
  NumberGreaterThan: (value, operand) => Number(value) > Number(operand),
  NumberGreaterOrEqualTo: (value, operand) => Number(value) >= Number(operand),
  NumberLessThan: (value, operand) => Number(value) < Number(operand),
  NumberLessOrEqualTo: (value, operand) => Number(value) <= Number(operand),
};

/** Whether a value meets a condition. An empty value is no number and meets no number's condition. */
export function meets(value: string, { Operator, Operands: [operand] }: Condition): boolean {
  if (Operator.startsWith('Number') && value.trim() === '') return false;
  return OPERATORS[Operator](value, operand);
}
