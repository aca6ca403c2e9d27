import { Validations } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  InterfaceVpcEndpointService,
  IpAddresses,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
  type IInterfaceVpcEndpointService,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { createLogGroup } from '../constructs/log-group';
import { createRole } from '../constructs/component-role';
import type { Environment } from '../environment/environment';
import { deliverFlowLogs } from '../permissions/aws-permissions';
import { BRIDGE_PORT } from '../settings';
import { EnvironmentStack } from './environment-stack';

/** What the services call inside the network. S3 and DynamoDB have gateways, which cost nothing. */
const ENDPOINTS: Record<string, IInterfaceVpcEndpointService> = {
  sqs: InterfaceVpcEndpointAwsService.SQS,
  events: InterfaceVpcEndpointAwsService.EVENTBRIDGE,
  bedrock: InterfaceVpcEndpointAwsService.BEDROCK_RUNTIME,
  polly: InterfaceVpcEndpointAwsService.POLLY,
  lambda: InterfaceVpcEndpointAwsService.LAMBDA,
  secrets: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  settings: InterfaceVpcEndpointAwsService.SSM,
  logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  'image-names': InterfaceVpcEndpointAwsService.ECR,
  'image-layers': InterfaceVpcEndpointAwsService.ECR_DOCKER,
};

/** Private subnets without a way in; a way out only as far as an environment asks for it. */
export class NetworkStack extends EnvironmentStack {
  readonly vpc: IVpc;
  /** Of the functions that ask bridges. */
  readonly askers: SecurityGroup;
  readonly bridges: SecurityGroup;
  readonly consumers: SecurityGroup;

  constructor(scope: Construct, id: string, settings: Environment) {
    super(scope, id, settings);
    this.vpc = this.#createVpc() as IVpc;
    Validations.of(this.vpc).acknowledge({
      id: 'CloudFormation-Validate::W3010',
      reason: 'Zones are a setting, so that a synthesis needs no account.',
    });
    this.askers = this.#createGroup('Askers', 'Functions that ask bridges for turns');
    this.bridges = this.#createGroup('Bridges', 'Audio bridges');
    this.consumers = this.#createGroup('Consumers', 'Consumers of events');
    const port = Port.tcp(BRIDGE_PORT);
    this.bridges.addIngressRule(this.askers, port, 'ProcessBotTurn, ContactEnded');
    this.bridges.addIngressRule(this.bridges, port, 'Is the owner of a call still there?');
    this.#createEndpoints();
    this.#logFlows();
  }

  /** As the settings say: CDK would ask the account for them, and note the answer in the workspace. */
  override get availabilityZones(): string[] {
    const { region, network } = this.settings;
    return network.zones.map((zone) => `${region}${zone}`);
  }

  #createVpc(): Vpc {
    const { network } = this.settings;
    const isolated = network.nat === 'none';
    const type = isolated ? SubnetType.PRIVATE_ISOLATED : SubnetType.PRIVATE_WITH_EGRESS;
    return new Vpc(this, 'Vpc', {
      vpcName: this.settings.prefix,
      ipAddresses: IpAddresses.cidr(network.cidr),
      availabilityZones: this.availabilityZones,
      natGateways: { none: 0, one: 1, 'per-zone': network.zones.length }[network.nat],
      subnetConfiguration: [
        { name: 'private', subnetType: type, cidrMask: 20 },
        ...(isolated
          ? []
          : [
              {
                name: 'nat',
                subnetType: SubnetType.PUBLIC,
                cidrMask: 28,
                mapPublicIpOnLaunch: false,
              },
            ]),
      ],
      restrictDefaultSecurityGroup: false,
      gatewayEndpoints: {
        s3: { service: GatewayVpcEndpointAwsService.S3 },
        dynamodb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
      },
    });
  }

  #createGroup(id: string, description: string): SecurityGroup {
    return new SecurityGroup(this, id, { vpc: this.vpc, description, allowAllOutbound: true });
  }

  #createEndpoints() {
    const { region, network } = this.settings;
    const more = network.moreEndpoints.map((name) => [
      name,
      new InterfaceVpcEndpointService(`com.amazonaws.${region}.${name}`),
    ]);
    const group = new SecurityGroup(this, 'Endpoints', {
      vpc: this.vpc,
      description: 'VPC endpoints',
      allowAllOutbound: false,
    });
    for (const client of [this.askers, this.bridges, this.consumers]) {
      group.addIngressRule(client, Port.tcp(443), 'Services of this environment');
    }
    for (const [name, service] of [...Object.entries(ENDPOINTS), ...more]) {
      this.vpc.addInterfaceEndpoint(String(name), {
        service: service as IInterfaceVpcEndpointService,
        securityGroups: [group],
        open: false,
      });
    }
  }

  #logFlows() {
    const name = 'network';
    const logGroup = createLogGroup(this, 'FlowLogs', name, this.settings);
    const permissions = deliverFlowLogs(this.settings, name);
    const role = createRole(this, 'FlowLogsRole', 'vpc-flow-logs.amazonaws.com', permissions);
    this.vpc.addFlowLog('Flows', {
      destination: FlowLogDestination.toCloudWatchLogs(logGroup, role.withoutPolicyUpdates()),
    });
  }
}
