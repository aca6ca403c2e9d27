import { Duration, Validations } from 'aws-cdk-lib';
import { Alarm, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Alias,
  Architecture,
  Function as LambdaFunction,
  type IFunction,
  type IVersion,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { namesOf, type FunctionName } from '../names';
import { joinNetwork, useKey, writeLogs } from '../permissions/aws-permissions';
import { componentPermissions } from '../permissions/component-permissions';
import type { Permission } from '../permissions/permission';
import { acknowledgeNode, NODE } from './node-version';
import { createRole } from './component-role';
import { functionBundle } from './function-bundle';
import { createLogGroup } from './log-group';

/** What Connect waits at most; a function that runs longer answers nobody. */
export const FUNCTION_TIMEOUT_S = 8;

/** A CPU share with which a cold start leaves most of the 8 s. */
const MEMORY_MIB = 1024;

/** The alias that everything calls. */
export const LIVE = 'live';

export interface ReleasedFunctionOptions {
  readonly settings: Environment;
  readonly name: FunctionName;
  readonly environment: Readonly<Record<string, string>>;
  readonly key: IKey;
  /** What AWS does in the function's name, beside logs and keys. */
  readonly awsPermissions?: readonly Permission[];
  /** For a function that asks bridges: they have no address outside. */
  readonly network?: { readonly vpc: IVpc; readonly group: ISecurityGroup };
  readonly reservedConcurrency?: number;
}

/**
 * A Lambda function whose versions are taken over step by step: a tenth of the requests for five
 * minutes, and back to the version before when they fail.
 */
export class ReleasedFunction extends Construct {
  /** CDK's classes and interfaces differ in what may be undefined, hence the casts here. */
  readonly alias: IFunction;

  constructor(scope: Construct, id: string, options: ReleasedFunctionOptions) {
    super(scope, id);
    const { settings, name } = options;
    const code = this.#createFunction(options);
    const alias = new Alias(this, 'Live', {
      aliasName: LIVE,
      version: code.currentVersion as IVersion,
    });
    this.alias = alias as IFunction;
    const errors = new Alarm(this, 'Errors', {
      alarmName: `${namesOf(settings).functionName(name)}-errors`,
      alarmDescription: `${name} fails: its callers go to a human`,
      metric: alias.metricErrors({ period: Duration.minutes(1) }),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const release = new LambdaDeploymentGroup(this, 'Release', {
      alias,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [errors],
    });
    Validations.of(release).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]',
      reason: "CodeDeploy's own policy for Lambda: it moves the alias and reads alarms.",
    });
  }

  #createFunction(options: ReleasedFunctionOptions): LambdaFunction {
    const { settings, name, network, key, environment, reservedConcurrency } = options;
    const role = createRole(this, 'Role', 'lambda.amazonaws.com', [
      ...componentPermissions(name, settings),
      writeLogs(settings, name),
      useKey(key.keyArn),
      ...(network ? [joinNetwork] : []),
      ...(options.awsPermissions ?? []),
    ]);
    const code = new LambdaFunction(this, 'Function', {
      functionName: namesOf(settings).functionName(name),
      description: `Patchbay ${settings.release}`,
      code: functionBundle('connect-lambdas', name, { agents: true }),
      handler: `${name}.handler`,
      runtime: NODE,
      architecture: Architecture.ARM_64,
      memorySize: MEMORY_MIB,
      timeout: Duration.seconds(FUNCTION_TIMEOUT_S),
      role: role.withoutPolicyUpdates(),
      environment: { ...environment, NODE_OPTIONS: '--enable-source-maps' },
      environmentEncryption: key,
      logGroup: createLogGroup(this, 'Logs', name, settings, key),
      ...(network ? { vpc: network.vpc, securityGroups: [network.group] } : {}),
      ...(reservedConcurrency ? { reservedConcurrentExecutions: reservedConcurrency } : {}),
    });
    acknowledgeNode(code);
    return code;
  }
}
