import { App, Validations } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Environment } from './environment/environment';
import { PatchbayStage } from './patchbay-stage';

/** CloudFormation's own rules for templates stop a synthesis as those of AwsSolutions do. */
const STRICT = { '@aws-cdk/core:validateAgainstDefaultRules': true };

/**
 * The templates of an environment, in a folder that `cdk deploy --app <folder>` takes. Needs no
 * account and no network.
 * @throws Error when a rule of AwsSolutions is broken without a reason
 */
export function synthesize(environment: Environment, outdir: string): CloudAssembly {
  const app = new App({ outdir, analyticsReporting: false, context: STRICT });
  new PatchbayStage(app, environment);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app.synth();
}
