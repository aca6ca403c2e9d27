import { Duration } from 'aws-cdk-lib';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { createRole } from './component-role';
import type { Environment } from '../environment/environment';
import { namesOf } from '../names';
import { allow } from '../permissions/permission';

/**
 * A bridge reads its keys when it starts. Replaced twice as often as keys are rotated, none is ever
 * older than two rotations; its calls move to a new one as in any deployment.
 */
const RENEWAL = Duration.days(14);

/** Replaces the bridges one after another, by a deployment of what runs already. */
export function renewBridges(scope: Construct, settings: Environment): void {
  const names = namesOf(settings);
  const role = createRole(scope, 'RenewalRole', 'scheduler.amazonaws.com', [
    allow(['ecs:UpdateService'], names.serviceArn('audio-bridge')),
  ]);
  new CfnSchedule(scope, 'Renewal', {
    name: `${settings.prefix}-renew-bridges`,
    scheduleExpression: `rate(${RENEWAL.toDays()} days)`,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: 'arn:aws:scheduler:::aws-sdk:ecs:updateService',
      roleArn: role.roleArn,
      input: JSON.stringify({
        Cluster: names.cluster,
        Service: names.service('audio-bridge'),
        ForceNewDeployment: true,
      }),
    },
  });
}
