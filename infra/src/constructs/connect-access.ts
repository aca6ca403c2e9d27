import { PolicyStatement, ServicePrincipal, type Conditions } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Environment } from '../environment/environment';

export const CONNECT = new ServicePrincipal('connect.amazonaws.com');

/** Only the environment's own instance, so that no other customer's flow can play from here. */
export const fromInstance = ({ account, connect }: Environment): Conditions => ({
  StringEquals: { 'aws:SourceAccount': account },
  ArnEquals: { 'aws:SourceArn': connect.instanceArn },
});

/**
 * Lets the flow's Play prompt read the bucket, as Amazon Connect's administrator guide asks
 * ("Set up prompts to play from an S3 bucket"): it reads objects and lists the bucket.
 */
export function letConnectPlay(bucket: Bucket, settings: Environment): void {
  const connect = { principals: [CONNECT], conditions: fromInstance(settings) };
  bucket.addToResourcePolicy(
    new PolicyStatement({
      ...connect,
      sid: 'ConnectPlaysPrompts',
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects('*')],
    }),
  );
  bucket.addToResourcePolicy(
    new PolicyStatement({
      ...connect,
      sid: 'ConnectFindsPrompts',
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
    }),
  );
}
