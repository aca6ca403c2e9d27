import { compileJsonSchema } from './json-schema';

const check = compileJsonSchema({
  type: 'object',
  properties: {
    date: { type: 'string', format: 'date' },
    repair: { enum: ['screen', 'battery'] },
    amount: { type: 'number', minimum: 1 },
  },
  required: ['date'],
  additionalProperties: false,
});

test('a value that keeps to its schema has no problems', () => {
  expect(check({ date: '2026-02-28', repair: 'screen', amount: 2.5 })).toEqual([]);
});

test('each problem is named by its place and rule, without the value', () => {
  const problems = check({ date: '2026-02-30', repair: '4711', amount: 0, pin: '4711' });

  expect(problems).toEqual([
    'input: must NOT have additional properties',
    'date: must match format "date"',
    'repair: must be equal to one of the allowed values: screen, battery',
    'amount: must be >= 1',
  ]);
});

test('what is no object is a problem too', () => {
  expect(check(undefined)).toEqual(['input: must be object']);
});
