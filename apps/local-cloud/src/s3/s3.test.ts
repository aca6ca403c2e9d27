import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { request } from 'node:http';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createLogger } from '@patchbay/platform';
import { clientConfig } from '../client-config';
import { startFront, type Front } from '../front/front';
import { createS3 } from './s3';

const Bucket = 'patchbay-test';

let front: Front;
let s3: S3Client;

beforeAll(async () => {
  const logger = createLogger('test', { level: 'silent' });
  front = await startFront({ port: 0, services: [await createS3()], logger });
  s3 = new S3Client(clientConfig(`http://127.0.0.1:${front.port}`, 'eu-west-1'));
  await s3.send(new CreateBucketCommand({ Bucket }));
});

afterAll(() => front.close());

test('an object comes back as it was put, with its type', async () => {
  const Key = 'agents/bank demo/calls/1+2/part.wav';
  const Body = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);

  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'audio/wav' }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));

  expect(await got.Body?.transformToByteArray()).toEqual(Body);
  expect(got.ContentType).toBe('audio/wav');
  expect(head.ContentLength).toBe(Body.length);
});

test('a body of unknown length, sent in signed chunks, is stored without its framing', async () => {
  const Body = Readable.from([Buffer.from('one '), Buffer.from('two')]);

  await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: 7 }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'stream' }));

  expect(await got.Body?.transformToString()).toBe('one two');
});

test('objects are listed by prefix, page by page', async () => {
  for (const Key of ['list/a', 'list/b', 'list/c', 'other']) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  }

  const page = { Bucket, Prefix: 'list/', MaxKeys: 2 };
  const first = await s3.send(new ListObjectsV2Command(page));
  const ContinuationToken = first.NextContinuationToken;
  const second = await s3.send(new ListObjectsV2Command({ ...page, ContinuationToken }));

  const keys = [...(first.Contents ?? []), ...(second.Contents ?? [])].map(({ Key }) => Key);
  expect(keys).toEqual(['list/a', 'list/b', 'list/c']);
});

test('a missing object has the error that the SDK names', async () => {
  const Key = 'gone';
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));

  await s3.send(new DeleteObjectCommand({ Bucket, Key }));

  const get = s3.send(new GetObjectCommand({ Bucket, Key }));
  await expect(get).rejects.toMatchObject({ name: 'NoSuchKey' });
  const head = s3.send(new HeadObjectCommand({ Bucket, Key }));
  await expect(head).rejects.toMatchObject({ name: 'NotFound' });
});

test('the bucket may stand in the host name', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'by/host', Body: 'found' }));
  const headers = {
    host: `${Bucket}.localhost:${front.port}`,
    authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/s3/aws4_request',
  };

  const body = await new Promise<string>((resolve, reject) => {
    const options = { host: '127.0.0.1', port: front.port, path: '/by/host', headers };
    request(options, (answer) => resolve(text(answer)))
      .on('error', reject)
      .end();
  });

  expect(body).toBe('found');
});

test('what would be misunderstood is refused and changes nothing', async () => {
  const Key = 'kept';
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'kept' }));

  const refused = await Promise.allSettled([
    s3.send(new PutObjectCommand({ Bucket, Key, Body: 'lost', IfNoneMatch: '*' })),
    s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [] } })),
    s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' })),
  ]);

  for (const { status, ...outcome } of refused) {
    expect(status).toBe('rejected');
    expect(outcome).toMatchObject({ reason: { name: 'NotImplemented' } });
  }
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await got.Body?.transformToString()).toBe('kept');
  expect(front.notEmulated).toHaveLength(refused.length);
});
