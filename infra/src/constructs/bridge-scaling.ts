import { Duration } from 'aws-cdk-lib';
import {
  AdjustmentType,
  CfnScalingPolicy,
  ScalableTarget,
  ServiceNamespace,
} from 'aws-cdk-lib/aws-applicationautoscaling';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { namesOf } from '../names';
import { claimDelay, waitingCalls } from './measures';

/** Share of a bridge's calls at which another bridge is due. */
const FULL_SHARE = 0.6;

/** A claim takes milliseconds; after this long, callers hear it. */
const LATE_CLAIM_MS = 1000;

const SCALE_IN_PAUSE = Duration.minutes(10);

/**
 * Bridges scale on calls per task (a live call is a message in flight), at once on calls that wait,
 * and on late claims. Not on the queue's age: a live call is an old message.
 */
export function scaleBridges(scope: Construct, service: FargateService, settings: Environment) {
  const tasks = scalableTasks(scope, service, settings);
  followCalls(scope, tasks, settings);
  const add = { adjustmentType: AdjustmentType.CHANGE_IN_CAPACITY, cooldown: Duration.minutes(1) };
  tasks.scaleOnMetric('CallsWait', {
    ...add,
    metric: waitingCalls(settings),
    scalingSteps: [
      { upper: 0, change: 0 },
      { lower: 1, upper: 10, change: +1 },
      { lower: 10, change: +2 },
    ],
  });
  tasks.scaleOnMetric('ClaimsAreLate', {
    ...add,
    metric: claimDelay(settings),
    scalingSteps: [
      { upper: 0, change: 0 },
      { lower: LATE_CLAIM_MS, change: +1 },
    ],
  });
}

function scalableTasks(scope: Construct, service: FargateService, settings: Environment) {
  const { account, bridge } = settings;
  const target = new ScalableTarget(scope, 'Tasks', {
    serviceNamespace: ServiceNamespace.ECS,
    resourceId: `service/${namesOf(settings).cluster}/${namesOf(settings).service('audio-bridge')}`,
    scalableDimension: 'ecs:service:DesiredCount',
    minCapacity: bridge.minTasks,
    maxCapacity: bridge.maxTasks,
    role: Role.fromRoleArn(scope, 'ScalingRole', scalingRoleArn(account)),
  });
  target.node.addDependency(service);
  return target;
}

/** The role that AWS itself keeps for the scaling of ECS services. */
const scalingRoleArn = (account: string) =>
  `arn:aws:iam::${account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`;

/** Target tracking on a formula, which CDK's own construct does not know. */
function followCalls(scope: Construct, tasks: ScalableTarget, settings: Environment) {
  const names = namesOf(settings);
  new CfnScalingPolicy(scope, 'CallsPerTask', {
    policyName: `${names.service('audio-bridge')}-calls-per-task`,
    policyType: 'TargetTrackingScaling',
    scalingTargetId: tasks.scalableTargetId,
    targetTrackingScalingPolicyConfiguration: {
      targetValue: settings.calls.perBridge * FULL_SHARE,
      scaleInCooldown: SCALE_IN_PAUSE.toSeconds(),
      scaleOutCooldown: 60,
      customizedMetricSpecification: {
        metrics: [
          {
            id: 'calls',
            returnData: false,
            metricStat: {
              stat: 'Maximum',
              metric: {
                namespace: 'AWS/SQS',
                metricName: 'ApproximateNumberOfMessagesNotVisible',
                dimensions: [{ name: 'QueueName', value: names.queue('calls') }],
              },
            },
          },
          {
            id: 'tasks',
            returnData: false,
            metricStat: {
              stat: 'Average',
              metric: {
                namespace: 'ECS/ContainerInsights',
                metricName: 'RunningTaskCount',
                dimensions: [
                  { name: 'ClusterName', value: names.cluster },
                  { name: 'ServiceName', value: names.service('audio-bridge') },
                ],
              },
            },
          },
          { id: 'perTask', expression: 'calls / tasks', label: 'Calls per bridge' },
        ],
      },
    },
  });
}
