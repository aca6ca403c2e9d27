import { z } from 'zod';

/** A condition as the flow language writes it: one operator, one operand. */
export const conditionSchema = z.strictObject({
  Operator: z.enum([
    'Equals',
    'TextStartsWith',
    'TextEndsWith',
    'TextContains',
    'NumberGreaterThan',
    'NumberGreaterOrEqualTo',
    'NumberLessThan',
    'NumberLessOrEqualTo',
  ]),
  Operands: z.tuple([z.string().min(1)]),
});
export type Condition = z.infer<typeof conditionSchema>;
