import { FilterPattern, LogGroup, MetricFilter, type JsonPattern } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { namesOf, type ServiceName } from '../names';
import { namespaceOf } from './measures';

export interface LogMeasure {
  readonly name: string;
  readonly service: ServiceName;
  /** The fixed message of the log line. */
  readonly message: string;
  /** A field of the line whose number is the measure; without it, lines are counted. */
  readonly field?: string;
  /** Only lines with this epoch: a call that moves to another bridge is claimed again. */
  readonly epoch?: number;
}

/** What the services log and no service of AWS measures. */
export const LOG_MEASURES: readonly LogMeasure[] = [
  {
    name: 'ClaimDelayMs',
    service: 'audio-bridge',
    message: 'A call was claimed',
    field: 'durationMs',
    epoch: 1,
  },
  { name: 'CallsNotCarried', service: 'audio-bridge', message: 'A call was not carried' },
  { name: 'CallsFailed', service: 'audio-bridge', message: 'A call failed' },
  { name: 'BotsGivenUp', service: 'audio-bridge', message: 'The bot cannot go on' },
  { name: 'PartsLost', service: 'audio-bridge', message: 'A reply part is lost' },
  {
    name: 'BridgesUnprotected',
    service: 'audio-bridge',
    message: 'Scale-in protection is not set',
  },
  { name: 'EventsWaiting', service: 'audio-bridge', message: 'Events stay in the outbox' },
];

/** Turns log lines into measures. */
export function measureLogs(scope: Construct, settings: Environment): void {
  for (const measure of LOG_MEASURES) {
    const { name, service, field } = measure;
    const logGroup = LogGroup.fromLogGroupName(
      scope,
      `${name}Logs`,
      namesOf(settings).logGroup(service),
    );
    new MetricFilter(scope, name, {
      logGroup,
      metricNamespace: namespaceOf(settings),
      metricName: name,
      filterPattern: FilterPattern.all(...patternsOf(measure)),
      metricValue: field ? `$.${field}` : '1',
    });
  }
}

function patternsOf({ message, field, epoch }: LogMeasure): JsonPattern[] {
  return [
    FilterPattern.stringValue('$.msg', '=', message),
    ...(field ? [FilterPattern.exists(`$.${field}`)] : []),
    ...(epoch ? [FilterPattern.numberValue('$.epoch', '=', epoch)] : []),
  ];
}
