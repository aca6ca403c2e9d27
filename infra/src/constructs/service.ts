import { Duration } from 'aws-cdk-lib';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  ContainerImage,
  CpuArchitecture,
  FargatePlatformVersion,
  FargateService,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
  Secret,
  type ContainerDefinition,
  type HealthCheck,
  type ICluster,
} from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret as StoredSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { namesOf, type ServiceName } from '../names';
import { startTask, useKey } from '../permissions/aws-permissions';
import { componentPermissions } from '../permissions/component-permissions';
import { SECRET_SETTINGS, SECRETS, type SecretSetting } from '../settings';
import { createRole } from './component-role';
import { createLogGroup } from './log-group';
import type { Secrets } from './secrets';

/** Whom the images run as: nobody (images/Dockerfile). */
const IMAGE_USER = '65532:65532';

/** The longest that Fargate gives a task to end: calls in hand are finished or handed over. */
const STOP_TIMEOUT = Duration.seconds(120);

export interface ServiceOptions {
  readonly settings: Environment;
  readonly name: ServiceName;
  readonly environment: Readonly<Record<string, string>>;
  readonly cluster: ICluster;
  readonly group: ISecurityGroup;
  readonly repository: Repository;
  readonly key: IKey;
  readonly secrets: Secrets;
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly minTasks: number;
  readonly port?: number;
  readonly health?: HealthCheck;
  /** Work that can wait may be interrupted, at less than half the price. */
  readonly spot: boolean;
}

/** A service on Fargate, in private subnets: no load balancer, no address outside. */
export class Service extends Construct {
  readonly service: FargateService;

  constructor(scope: Construct, id: string, options: ServiceOptions) {
    super(scope, id);
    const { settings, name, cluster, group, minTasks, spot } = options;
    const capacityProvider = spot ? 'FARGATE_SPOT' : 'FARGATE';
    this.service = new FargateService(this, 'Service', {
      serviceName: namesOf(settings).service(name),
      cluster,
      taskDefinition: this.#defineTask(options),
      desiredCount: minTasks,
      securityGroups: [group],
      assignPublicIp: false,
      platformVersion: FargatePlatformVersion.LATEST,
      capacityProviderStrategies: [{ capacityProvider, weight: 1 }],
      circuitBreaker: { enable: true, rollback: true },
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      enableExecuteCommand: false,
    });
  }

  #defineTask(options: ServiceOptions): FargateTaskDefinition {
    const { settings, name, key, cpu, memoryMiB } = options;
    const secretNames = SECRET_SETTINGS[name].map((setting) => SECRETS[setting]);
    const ecs = 'ecs-tasks.amazonaws.com';
    const task = new FargateTaskDefinition(this, 'Task', {
      family: namesOf(settings).service(name),
      cpu,
      memoryLimitMiB: memoryMiB,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
      taskRole: createRole(this, 'Role', ecs, [
        ...componentPermissions(name, settings),
        useKey(key.keyArn),
      ]).withoutPolicyUpdates(),
      executionRole: createRole(
        this,
        'StartRole',
        ecs,
        startTask(settings, name, secretNames, key.keyArn),
      ).withoutPolicyUpdates(),
    });
    this.#addContainer(task, options);
    return task;
  }

  #addContainer(task: FargateTaskDefinition, options: ServiceOptions): ContainerDefinition {
    const { settings, name, repository, secrets, key, port, health } = options;
    const injected = Object.entries(options.environment).map(([setting, value]) => [
      setting,
      Secret.fromSsmParameter(this.#parameter(settings, name, setting, value)),
    ]);
    const fromSecrets = SECRET_SETTINGS[name].map((setting) => [
      setting,
      Secret.fromSecretsManager(this.#imported(setting, secrets)),
    ]);
    return task.addContainer(name, {
      image: ContainerImage.fromEcrRepository(repository, settings.release),
      logging: LogDrivers.awsLogs({
        logGroup: createLogGroup(this, 'Logs', name, settings, key),
        streamPrefix: name,
      }),
      secrets: Object.fromEntries([...injected, ...fromSecrets]),
      readonlyRootFilesystem: true,
      user: IMAGE_USER,
      ...(health ? { healthCheck: health } : {}),
      stopTimeout: STOP_TIMEOUT,
      ...(port ? { portMappings: [{ containerPort: port }] } : {}),
    });
  }

  /** By its ARN alone: CDK would add this task's role to the policy of the key in another stack. */
  #imported(setting: SecretSetting, secrets: Secrets) {
    return StoredSecret.fromSecretCompleteArn(this, setting, secrets.of(setting).secretArn);
  }

  /** A setting in Parameter Store: changed there, it holds for every task that starts later. */
  #parameter(settings: Environment, name: ServiceName, setting: string, value: string) {
    return new StringParameter(this, setting, {
      parameterName: namesOf(settings).setting(name, setting),
      stringValue: value,
    });
  }
}
