import { ListObjectsV2Command, S3Client, type GetObjectCommand } from '@aws-sdk/client-s3';
import { createS3Source } from './s3-source';

const PAGE = 2;

/** A bucket that lists two objects a page, as S3 lists a thousand. */
function createBucket(objects: Record<string, string>) {
  const operations: string[] = [];
  const inputs: object[] = [];
  const list = ({ Prefix = '', ContinuationToken = '0' }: ListObjectsV2Command['input']) => {
    const keys = Object.keys(objects).filter((key) => key.startsWith(Prefix));
    const from = Number(ContinuationToken);
    const isLast = from + PAGE >= keys.length;
    return {
      Contents: keys
        .slice(from, from + PAGE)
        .map((Key) => ({ Key, ETag: `"${objects[Key]?.length}"` })),
      ...(!isLast && { IsTruncated: true, NextContinuationToken: String(from + PAGE) }),
    };
  };
  const send = async (command: unknown) => {
    operations.push((command as object).constructor.name);
    inputs.push((command as GetObjectCommand).input);
    if (command instanceof ListObjectsV2Command) return list(command.input);
    const { Key = '' } = (command as GetObjectCommand).input;
    return { Body: { transformToString: async () => objects[Key] } };
  };
  // The paginator accepts true clients only.
  const client = Object.assign(Object.create(S3Client.prototype), { send });
  return { client, objects, operations, inputs };
}

const files = {
  'agents/bank/agent.json': '{}',
  'agents/bank/local-model/rules.json': 'of another',
  'agents/bank/prompt.md': 'You work for a bank.',
  'agents/bank-2/prompt.md': 'Another bank.',
  'agents/README.md': 'Agents.',
};
const URL_OF_AGENTS = 's3://definitions/agents/';

describe('agents in a bucket', () => {
  test('are found page by page, without the files of others', async () => {
    const { client } = createBucket(files);

    const versions = await createS3Source(URL_OF_AGENTS, client).versions();

    expect([...versions.keys()]).toEqual(['bank', 'bank-2']);
  });

  test('are read whole, and not their neighbours', async () => {
    const { client } = createBucket(files);

    const read = await createS3Source(URL_OF_AGENTS, client).read('bank');

    expect([...read]).toEqual([
      ['agent.json', '{}'],
      ['prompt.md', 'You work for a bank.'],
    ]);
  });

  test('have another version when one of their files changes, and only then', async () => {
    const { client, objects, operations } = createBucket({ ...files });
    const source = createS3Source(URL_OF_AGENTS, client);
    const before = await source.versions();

    objects['agents/bank/prompt.md'] = 'You work for a shop now.';
    objects['agents/bank/local-model/rules.json'] = 'changed';

    const after = await source.versions();
    expect(after.get('bank')).not.toBe(before.get('bank'));
    expect(after.get('bank-2')).toBe(before.get('bank-2'));
    expect(new Set(operations)).toEqual(new Set(['ListObjectsV2Command']));
  });

  test('are asked for in their bucket, with or without the last slash', async () => {
    const { client, inputs } = createBucket(files);

    await createS3Source('s3://definitions/agents', client).versions();

    expect(inputs).toContainEqual(
      expect.objectContaining({ Bucket: 'definitions', Prefix: 'agents/' }),
    );
  });

  test('may lie at the top of the bucket', async () => {
    const { client } = createBucket({ 'agent.json': '{}', 'bank/agent.json': '{}' });

    const source = createS3Source('s3://definitions', client);

    expect([...(await source.versions()).keys()]).toEqual(['bank']);
  });
});
