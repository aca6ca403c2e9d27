import { z } from 'zod';
import { loadConfig } from './config';
import { signingKeys } from './signing-keys';

const schema = z.object({
  TABLE: z.string().min(1),
  PORT: z.coerce.number().int().max(65535),
  KEYS: signingKeys,
  LEVEL: z.enum(['info', 'debug']).default('info'),
});
const good = { TABLE: 'calls', PORT: '8443', KEYS: 'a-key-of-16-letters,another-key-0123456' };

const problemsOf = (env: Record<string, string | undefined>) => {
  try {
    loadConfig(schema, env);
    return [];
  } catch (error) {
    return (error as { problems: string[] }).problems;
  }
};

describe('loadConfig', () => {
  test('reads, converts and fills in', () => {
    expect(loadConfig(schema, { ...good, UNRELATED: 'x' })).toEqual({
      TABLE: 'calls',
      PORT: 8443,
      KEYS: ['a-key-of-16-letters', 'another-key-0123456'],
      LEVEL: 'info',
    });
  });

  test('names every problem at once, and repeats no value', () => {
    const problems = problemsOf({ TABLE: '', PORT: 'eighty', KEYS: 'good-enough-key-1,secret' });

    expect(problems).toEqual([
      'TABLE is missing',
      expect.stringMatching(/^PORT is malformed: /),
      'KEYS is malformed: each key needs 16 characters or more',
    ]);
    expect(problems.join()).not.toMatch(/eighty|secret/);
  });
});
