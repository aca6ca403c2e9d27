import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { namesOf } from '../names';
import { CONNECT, fromInstance } from './connect-access';

/**
 * The key that encrypts all that is kept. Connect may decrypt (it plays prompts), CloudWatch Logs
 * may use it for this environment's log groups; roles get what they need by their own policies.
 */
export function createKey(scope: Construct, id: string, settings: Environment): Key {
  const key = new Key(scope, id, {
    alias: `alias/${settings.prefix}`,
    description: `Patchbay ${settings.name}: calls, prompts, transcripts, secrets`,
    enableKeyRotation: true,
    rotationPeriod: Duration.days(365),
    removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'ConnectPlaysPrompts',
      principals: [CONNECT],
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: fromInstance(settings),
    }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'LogsAreEncrypted',
      principals: [new ServicePrincipal(`logs.${settings.region}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': namesOf(settings).logGroupArn('*') },
      },
    }),
  );
  return key;
}
