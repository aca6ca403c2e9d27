import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readValues } from './read-values';

function fileOf(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'patchbay-values-')), 'outputs.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const output = (OutputKey: string, OutputValue: string) => ({ OutputKey, OutputValue });

describe('values are read', () => {
  test.each([
    ['by name', { HumanQueueArn: 'arn:q', Other: 'x' }],
    ['by stack', { 'dev-flows': { HumanQueueArn: 'arn:q' }, 'dev-operations': { Other: 'x' } }],
    [
      'as CloudFormation describes stacks',
      {
        Stacks: [
          { StackName: 'dev-flows', Outputs: [output('HumanQueueArn', 'arn:q')] },
          { StackName: 'dev-operations', Outputs: [{ ...output('Other', 'x'), Description: 'y' }] },
          { StackName: 'dev-network' },
        ],
      },
    ],
  ])('%s', async (_, content) => {
    expect(await readValues(fileOf(content))).toEqual({ HumanQueueArn: 'arn:q', Other: 'x' });
  });

  test('from no file: none', async () => {
    expect(await readValues(undefined)).toEqual({});
  });
});

describe('a file is refused, and named', () => {
  test.each([
    ['that is not there', undefined],
    ['that is no JSON', 'HumanQueueArn=arn:q'],
    ['of another shape', { HumanQueueArn: { Value: { Ref: 'Queue' } } }],
  ])('%s', async (_, content) => {
    const file = content === undefined ? '/nowhere/outputs.json' : fileOf(content);

    await expect(readValues(file)).rejects.toMatchObject({
      name: 'BadInputError',
      message: expect.stringContaining(`${file} cannot be read as values`),
    });
  });

  test('with the outputs of two environments', async () => {
    const file = fileOf({
      'dev-flows': { HumanQueueArn: 'arn:q' },
      'prod-flows': { HumanQueueArn: 'arn:r' },
    });

    await expect(readValues(file)).rejects.toMatchObject({
      name: 'BadInputError',
      message: expect.stringContaining('two values of HumanQueueArn'),
    });
  });
});
