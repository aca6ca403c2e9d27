import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { namesOf, type Names } from '../names';

/** A stack of one environment: it knows its settings and the names of everything. */
export abstract class EnvironmentStack extends Stack {
  protected readonly settings: Environment;
  protected readonly names: Names;

  constructor(scope: Construct, id: string, settings: Environment) {
    const { account, region, prefix, keepData } = settings;
    super(scope, id, {
      stackName: `${prefix}-${id.toLowerCase()}`,
      env: { account, region },
      tags: { product: 'patchbay', environment: settings.name },
      terminationProtection: keepData,
    });
    this.settings = settings;
    this.names = namesOf(settings);
  }
}
