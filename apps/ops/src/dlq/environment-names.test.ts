import { readDlqConfig } from '../config';
import { environmentNames } from './environment-names';

describe('names of an environment', () => {
  test('are those of the topology where there is no prefix', () => {
    const names = environmentNames(readDlqConfig({}).PATCHBAY_PREFIX);

    expect(names.queue('transcripts-dlq')).toBe('transcripts-dlq');
    expect(names.failuresTable).toBe('patchbay-failures');
  });

  test('begin with the prefix of the deployment', () => {
    const names = environmentNames(readDlqConfig({ PATCHBAY_PREFIX: 'acme-prod' }).PATCHBAY_PREFIX);

    expect(names.queue('transcripts-dlq')).toBe('acme-prod-transcripts-dlq');
    expect(names.failuresTable).toBe('acme-prod-failures');
  });

  test('a prefix that no deployment can have is refused', () => {
    expect(() => readDlqConfig({ PATCHBAY_PREFIX: 'Not a prefix' })).toThrow('PATCHBAY_PREFIX');
  });
});
