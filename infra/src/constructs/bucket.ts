import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectOwnership,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export interface BucketOptions {
  readonly name: string;
  readonly key: IKey;
  readonly keepData: boolean;
  readonly lifecycleRules: readonly LifecycleRule[];
}

/** A private bucket: encrypted with the key, versioned, TLS 1.2 and newer only. */
export function createBucket(
  scope: Construct,
  id: string,
  { name, key, keepData, lifecycleRules }: BucketOptions,
): Bucket {
  const bucket = new Bucket(scope, id, {
    bucketName: name,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    versioned: true,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [
      ...lifecycleRules,
      { id: 'broken-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason:
      'Access logs would be a second place with the ids of callers; use CloudTrail data events where an audit asks for them.',
  });
  return bucket;
}
