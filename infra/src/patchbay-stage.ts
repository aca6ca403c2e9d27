import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Environment } from './environment/environment';
import { FlowsStack } from './stacks/flows-stack';
import { FunctionsStack } from './stacks/functions-stack';
import { InstanceStack } from './stacks/instance-stack';
import { MessagingStack } from './stacks/messaging-stack';
import { NetworkStack } from './stacks/network-stack';
import { OperationsStack } from './stacks/operations-stack';
import { RegistryStack } from './stacks/registry-stack';
import { ServicesStack } from './stacks/services-stack';
import { StorageStack } from './stacks/storage-stack';

/** One environment, from what it keeps to what watches it, in the order in which it is deployed. */
export class PatchbayStage extends Stage {
  constructor(scope: Construct, settings: Environment) {
    const { account, region, name } = settings;
    super(scope, name, { env: { account, region } });

    const storage = new StorageStack(this, 'Storage', settings);
    const messaging = new MessagingStack(this, 'Messaging', settings);
    const network = new NetworkStack(this, 'Network', settings);
    const registry = new RegistryStack(this, 'Registry', settings);
    const { key, secrets } = storage;
    const instance = new InstanceStack(this, 'Instance', settings, { key });
    const { humanQueueArn } = instance;

    const functions = new FunctionsStack(this, 'Functions', settings, {
      key,
      humanQueueArn,
      network: { vpc: network.vpc, group: network.askers },
    });
    const services = new ServicesStack(this, 'Services', settings, {
      key,
      secrets,
      network,
      registry,
      humanQueueArn,
    });
    const flows = new FlowsStack(this, 'Flows', settings, { humanQueueArn });
    const operations = new OperationsStack(this, 'Operations', settings, { key });

    functions.addStackDependency(messaging);
    services.addStackDependency(messaging);
    services.addStackDependency(functions);
    flows.addStackDependency(functions);
    flows.addStackDependency(services);
    operations.addStackDependency(services);
  }
}
