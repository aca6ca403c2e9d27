import { CfnInstanceStorageConfig, CfnQueue } from 'aws-cdk-lib/aws-connect';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { EnvironmentStack } from './environment-stack';

/** What the instance of Amazon Connect needs before a flow: live media, and humans who wait. */
export class InstanceStack extends EnvironmentStack {
  readonly humanQueueArn: string;

  constructor(scope: Construct, id: string, settings: Environment, { key }: { key: IKey }) {
    super(scope, id, settings);
    const { instanceArn, queue, mediaRetentionHours } = settings.connect;
    new CfnInstanceStorageConfig(this, 'MediaStreams', {
      instanceArn,
      resourceType: 'MEDIA_STREAMS',
      storageType: 'KINESIS_VIDEO_STREAM',
      kinesisVideoStreamConfig: {
        prefix: this.names.mediaStreamPrefix,
        retentionPeriodHours: mediaRetentionHours,
        encryptionConfig: { encryptionType: 'KMS', keyId: key.keyArn },
      },
    });
    this.humanQueueArn =
      'arn' in queue ? queue.arn : this.#createQueue(instanceArn, queue.hoursOfOperationArn);
  }

  #createQueue(instanceArn: string, hoursOfOperationArn: string): string {
    const queue = new CfnQueue(this, 'Humans', {
      instanceArn,
      hoursOfOperationArn,
      name: `${this.settings.prefix}-humans`,
      description: 'Callers whom the bot hands over',
    });
    return queue.attrQueueArn;
  }
}
