import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { Environment } from '../environment/environment';
import { namesOf } from '../names';

const MINUTE = Duration.minutes(1);

/** Where measures that are read from logs stand. */
export const namespaceOf = ({ prefix }: Environment) => `Patchbay/${prefix}`;

const queueMeasure = (metricName: string) => (queueName: string) =>
  new Metric({
    namespace: 'AWS/SQS',
    metricName,
    dimensionsMap: { QueueName: queueName },
    statistic: 'max',
    period: MINUTE,
  });

export const waitingMessages = queueMeasure('ApproximateNumberOfMessagesVisible');
export const oldestMessageS = queueMeasure('ApproximateAgeOfOldestMessage');
export const heldMessages = queueMeasure('ApproximateNumberOfMessagesNotVisible');

/** Calls that no bridge has taken yet. */
export const waitingCalls = (settings: Environment) =>
  waitingMessages(namesOf(settings).queue('calls'));

/** A live call is a message held in flight. */
export const liveCalls = (settings: Environment) => heldMessages(namesOf(settings).queue('calls'));

/** A measure that is read from log lines: see log-measures.ts. */
export const logMeasure = (
  settings: Environment,
  metricName: string,
  props: Partial<MetricProps> = {},
) =>
  new Metric({
    namespace: namespaceOf(settings),
    metricName,
    statistic: 'sum',
    period: MINUTE,
    ...props,
  });

/** From the start of a call to its claim by a bridge, in milliseconds, of the slowest in twenty. */
export const claimDelay = (settings: Environment) =>
  logMeasure(settings, 'ClaimDelayMs', { statistic: 'p95' });

export const functionMeasure = (
  settings: Environment,
  name: string,
  metricName: string,
  statistic: string,
) =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: namesOf(settings).functionName(name) },
    statistic,
    period: MINUTE,
  });

export const runningTasks = (settings: Environment, service: 'audio-bridge') =>
  new Metric({
    namespace: 'ECS/ContainerInsights',
    metricName: 'RunningTaskCount',
    dimensionsMap: {
      ClusterName: namesOf(settings).cluster,
      ServiceName: namesOf(settings).service(service),
    },
    statistic: 'min',
    period: MINUTE,
  });

export const connectMeasure = (settings: Environment, metricName: string) =>
  new Metric({
    namespace: 'AWS/Connect',
    metricName,
    dimensionsMap: {
      InstanceId: settings.connect.instanceArn.split('/').at(-1) ?? '',
      MetricGroup: 'VoiceCalls',
    },
    statistic: 'max',
    period: MINUTE,
  });
