import { FilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
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
}

/** What the services log and no service of AWS measures. */
export const LOG_MEASURES: readonly LogMeasure[] = [
  {
    name: 'ClaimDelayMs',
    service: 'audio-bridge',
    message: 'A call was claimed',
    field: 'durationMs',
  },
  { name: 'CallsNotCarried', service: 'audio-bridge', message: 'A call was not carried' },
  { name: 'CallsFailed', service: 'audio-bridge', message: 'A call failed' },
  { name: 'BotsGivenUp', service: 'audio-bridge', message: 'The bot cannot go on' },
  { name: 'PartsLost', service: 'audio-bridge', message: 'A reply part is lost' },
  { name: 'EventsWaiting', service: 'audio-bridge', message: 'Events stay in the outbox' },
];

/** Turns log lines into measures. */
export function measureLogs(scope: Construct, settings: Environment): void {
  for (const { name, service, message, field } of LOG_MEASURES) {
    const logGroup = LogGroup.fromLogGroupName(
      scope,
      `${name}Logs`,
      namesOf(settings).logGroup(service),
    );
    const said = FilterPattern.stringValue('$.msg', '=', message);
    new MetricFilter(scope, name, {
      logGroup,
      metricNamespace: namespaceOf(settings),
      metricName: name,
      filterPattern: field ? FilterPattern.all(said, FilterPattern.exists(`$.${field}`)) : said,
      metricValue: field ? `$.${field}` : '1',
    });
  }
}
