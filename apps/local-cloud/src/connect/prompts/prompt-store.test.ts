import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { objectAddress, S3PromptStore } from './prompt-store';

test('an object URL names bucket and key', () => {
  expect(objectAddress('https://my.prompts.s3.eu-west-1.amazonaws.com/a/b%20c.wav')).toEqual({
    bucket: 'my.prompts',
    key: 'a/b c.wav',
  });
});

test.each([
  'https://prompts.s3.eu-west-1.amazonaws.com/%zz',
  's3://bucket/key',
  'https://s3.eu-west-1.amazonaws.com/bucket/key',
  '',
  'http://127.0.0.1/x',
])('%s is no object URL', (url) => {
  expect(objectAddress(url)).toBeUndefined();
});

test('a prompt is fetched from its bucket', async () => {
  const sent: unknown[] = [];
  const send = async (command: GetObjectCommand) => {
    sent.push(command.input);
    return { Body: { transformToByteArray: async () => Uint8Array.of(1, 2) } };
  };
  const store = new S3PromptStore({ send } as unknown as Pick<S3Client, 'send'>);

  const bytes = await store.fetch('prompts', 'a.wav');

  expect([...bytes]).toEqual([1, 2]);
  expect(sent).toEqual([{ Bucket: 'prompts', Key: 'a.wav' }]);
});

test('one prompt is fetched once for all who ask meanwhile, and again later', async () => {
  let fetches = 0;
  const send = async () => {
    fetches += 1;
    return { Body: { transformToByteArray: async () => Uint8Array.of(fetches) } };
  };
  const store = new S3PromptStore({ send } as unknown as Pick<S3Client, 'send'>);

  const together = await Promise.all([store.fetch('prompts', 'a'), store.fetch('prompts', 'a')]);
  const later = await store.fetch('prompts', 'a');

  expect([...together, later].map(([first]) => first)).toEqual([1, 1, 2]);
});
