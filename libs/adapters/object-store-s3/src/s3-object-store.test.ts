import { NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { createS3ObjectStore } from './s3-object-store';

function storeAnswering(answer: () => unknown) {
  const inputs: object[] = [];
  const client = {
    send: async (command: { input: object }) => {
      inputs.push(command.input);
      return answer();
    },
  } as unknown as S3Client;
  return { store: createS3ObjectStore({ bucket: 'prompts' }, client), inputs };
}

describe('the S3 object store', () => {
  test('gets the bytes of an object', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const { store, inputs } = storeAnswering(() => ({
      Body: { transformToByteArray: async () => bytes },
    }));

    expect(await store.get('a/b.wav')).toBe(bytes);
    expect(inputs).toEqual([{ Bucket: 'prompts', Key: 'a/b.wav' }]);
  });

  test('a missing key is undefined, a refused one is an error', async () => {
    const missing = storeAnswering(() => {
      throw new NoSuchKey({ message: 'no', $metadata: {} });
    });
    const denied = storeAnswering(() => {
      throw Object.assign(new Error('denied'), { name: 'AccessDenied' });
    });

    expect(await missing.store.get('a')).toBeUndefined();
    await expect(denied.store.get('a')).rejects.toThrow('denied');
  });

  test('puts with a content type', async () => {
    const { store, inputs } = storeAnswering(() => ({}));

    await store.put('a.json', '{}', 'application/json');

    expect(inputs).toEqual([
      { Bucket: 'prompts', Key: 'a.json', Body: '{}', ContentType: 'application/json' },
    ]);
  });
});
