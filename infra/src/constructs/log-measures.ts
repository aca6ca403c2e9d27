import { FilterPattern, LogGroup, MetricFilter, type JsonPattern } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { LOG_MEASURES, type LogMeasure } from '../log-measures';
import { namesOf } from '../names';
import { namespaceOf } from './measures';

/** Turns log lines into measures. */
export function measureLogs(scope: Construct, settings: Environment): void {
  for (const measure of LOG_MEASURES) {
    const { name, component, field } = measure;
    const logGroup = LogGroup.fromLogGroupName(
      scope,
      `${name}Logs`,
      namesOf(settings).logGroup(component),
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

function patternsOf({ message, field, epoch, errorName }: LogMeasure): JsonPattern[] {
  return [
    FilterPattern.stringValue('$.msg', '=', message),
    ...(field ? [FilterPattern.exists(`$.${field}`)] : []),
    ...(epoch ? [FilterPattern.numberValue('$.epoch', '=', epoch)] : []),
    ...(errorName ? [FilterPattern.stringValue('$.errorName', '=', errorName)] : []),
  ];
}
