import type { Names } from '../names';
import type { BUCKETS } from '../topology';
import { allow, allowAny, type Permission } from './permission';

type Bucket = keyof typeof BUCKETS;

const OBJECTS_OF_CALLS = 'Keys hold the ids of calls that are not known ahead.';

/** S3 answers a missing key with 403 to whom may not list the bucket; then it cannot be told. */
export const readObjects = (names: Names, bucket: Bucket, prefix: string): Permission[] => [
  allowAny(OBJECTS_OF_CALLS, ['s3:GetObject'], `${names.bucketArn(bucket)}/${prefix}*`),
  allow(['s3:ListBucket'], names.bucketArn(bucket)),
];

export const writeObjects = (names: Names, bucket: Bucket, prefix: string): Permission =>
  allowAny(OBJECTS_OF_CALLS, ['s3:PutObject'], `${names.bucketArn(bucket)}/${prefix}*`);

export const consume = (names: Names, queue: string): Permission =>
  allow(
    ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
    names.queueArn(queue),
  );

/** Phrases are rendered once, and looked up from then on. */
export const renderPhrases = (names: Names): Permission[] => [
  ...readObjects(names, 'prompts', 'phrases/'),
  writeObjects(names, 'prompts', 'phrases/'),
  allowAny(
    'Polly has no resource but lexicons, and none is used.',
    ['polly:SynthesizeSpeech'],
    '*',
  ),
];
