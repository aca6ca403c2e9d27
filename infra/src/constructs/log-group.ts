import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { namesOf } from '../names';

/** Logs of one component, kept for as long as the environment says. */
export function createLogGroup(
  scope: Construct,
  id: string,
  component: string,
  settings: Environment,
  key?: IKey,
): LogGroup {
  return new LogGroup(scope, id, {
    logGroupName: namesOf(settings).logGroup(component),
    retention: settings.logDays as RetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(key ? { encryptionKey: key } : {}),
  });
}
