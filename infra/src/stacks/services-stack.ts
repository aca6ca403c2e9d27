import { Duration } from 'aws-cdk-lib';
import { Cluster, ContainerInsights, type HealthCheck, type ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { renewBridges } from '../constructs/bridge-renewal';
import { scaleBridges } from '../constructs/bridge-scaling';
import type { Secrets } from '../constructs/secrets';
import { Service } from '../constructs/service';
import type { Environment } from '../environment/environment';
import type { ServiceName } from '../names';
import { BRIDGE_PORT, settingsOf } from '../settings';
import { EnvironmentStack } from './environment-stack';
import type { NetworkStack } from './network-stack';
import type { RegistryStack } from './registry-stack';

export interface ServicesInputs {
  readonly key: IKey;
  readonly secrets: Secrets;
  readonly network: NetworkStack;
  readonly registry: RegistryStack;
  readonly humanQueueArn: string;
}

/** The smallest task of Fargate: a consumer waits most of the time. */
const CONSUMER = { cpu: 256, memoryMiB: 512, minTasks: 1 };

/** ECS reads no HEALTHCHECK of an image. */
const BRIDGE_HEALTH: HealthCheck = {
  command: ['CMD', '/app/node', '/app/health.mjs'],
  interval: Duration.seconds(10),
  timeout: Duration.seconds(3),
  startPeriod: Duration.seconds(15),
  retries: 3,
};

/** The services that run for as long as calls do. */
export class ServicesStack extends EnvironmentStack {
  readonly #inputs: ServicesInputs;
  readonly #cluster: ICluster;

  constructor(scope: Construct, id: string, settings: Environment, inputs: ServicesInputs) {
    super(scope, id, settings);
    this.#inputs = inputs;
    const { network } = inputs;
    this.#cluster = new Cluster(this, 'Cluster', {
      clusterName: this.names.cluster,
      vpc: network.vpc,
      enableFargateCapacityProviders: true,
      containerInsightsV2: ContainerInsights.ENABLED,
    }) as ICluster;
    const bridge = this.#create('audio-bridge', {
      ...settings.bridge,
      group: network.bridges,
      port: BRIDGE_PORT,
      health: BRIDGE_HEALTH,
      spot: false,
    });
    scaleBridges(bridge, bridge.service, settings);
    renewBridges(bridge, settings);
    const consumer = { ...CONSUMER, group: network.consumers, spot: true };
    this.#create('transcript-archiver', consumer);
    this.#create('notification-service', consumer);
  }

  #create(
    name: ServiceName,
    size: Pick<
      ConstructorParameters<typeof Service>[2],
      'cpu' | 'memoryMiB' | 'minTasks' | 'group' | 'spot' | 'port' | 'health'
    >,
  ): Service {
    const { settings } = this;
    const { key, secrets, registry, humanQueueArn } = this.#inputs;
    return new Service(this, name, {
      settings,
      name,
      key,
      secrets,
      environment: settingsOf(settings, humanQueueArn)[name],
      cluster: this.#cluster,
      repository: registry.repositoryOf(name),
      ...size,
    });
  }
}
