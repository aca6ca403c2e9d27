import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, CfnPermission, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule, type Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { namesOf } from '../names';
import { useKey, writeLogs } from '../permissions/aws-permissions';
import { componentPermissions } from '../permissions/component-permissions';
import { createRole } from './component-role';
import { functionBundle } from './function-bundle';
import { createLogGroup } from './log-group';
import { acknowledgeNode, NODE } from './node-version';

/** A key signs for so long. Processes must be younger than two rotations: see bridge-renewal.ts. */
export const ROTATION = Duration.days(30);

const NAME = 'key-rotation';

/** Replaces the keys of a secret by a function of our own (apps/key-rotation). */
export function rotateKeysOf(
  scope: Construct,
  secret: Secret,
  { settings, key }: { settings: Environment; key: IKey },
): void {
  const code = new LambdaFunction(scope, 'Rotation', {
    functionName: namesOf(settings).functionName(NAME),
    description: `Patchbay ${settings.release}`,
    code: functionBundle(NAME, NAME),
    handler: `${NAME}.handler`,
    runtime: NODE,
    architecture: Architecture.ARM_64,
    timeout: Duration.seconds(30),
    role: createRole(scope, 'RotationRole', 'lambda.amazonaws.com', [
      ...componentPermissions(NAME, settings),
      writeLogs(settings, NAME),
      useKey(key.keyArn),
    ]).withoutPolicyUpdates(),
    logGroup: createLogGroup(scope, 'RotationLogs', NAME, settings, key),
  });
  acknowledgeNode(code);
  schedule(scope, secret, code.functionArn);
}

/** By hand: CDK's own way would name the role in the key's policy and the key in the role's. */
function schedule(scope: Construct, secret: Secret, functionArn: string) {
  const permission = new CfnPermission(scope, 'RotationPermission', {
    action: 'lambda:InvokeFunction',
    functionName: functionArn,
    principal: 'secretsmanager.amazonaws.com',
    sourceArn: secret.secretArn,
  });
  const rotation = new CfnRotationSchedule(scope, 'Schedule', {
    secretId: secret.secretArn,
    rotationLambdaArn: functionArn,
    rotateImmediatelyOnUpdate: false,
    rotationRules: { automaticallyAfterDays: ROTATION.toDays() },
  });
  rotation.addResourceDependency(permission);
}
