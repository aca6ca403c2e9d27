import type { FunctionName, ServiceName } from './names';

/** A measure that is read from log lines. */
export interface LogMeasure {
  readonly name: string;
  readonly component: ServiceName | FunctionName;
  /** The fixed message of the log line. */
  readonly message: string;
  /** A field of the line whose number is the measure; without it, lines are counted. */
  readonly field?: string;
  /** Only lines with this epoch: a call that moves to another bridge is claimed again. */
  readonly epoch?: number;
  /** Only lines that name this error. */
  readonly errorName?: string;
}

/** Polls that were refused because the clocks of functions and bridges are too far apart. */
export const CLOCKS_APART = {
  name: 'ClocksApart',
  component: 'process-bot-turn',
  message: 'turn not answered',
  errorName: 'ClockSkewError',
} as const satisfies LogMeasure;

/** What the components log and no service of AWS measures. */
export const LOG_MEASURES: readonly LogMeasure[] = [
  {
    name: 'ClaimDelayMs',
    component: 'audio-bridge',
    message: 'A call was claimed',
    field: 'durationMs',
    epoch: 1,
  },
  { name: 'CallsNotCarried', component: 'audio-bridge', message: 'A call was not carried' },
  { name: 'CallsFailed', component: 'audio-bridge', message: 'A call failed' },
  { name: 'BotsGivenUp', component: 'audio-bridge', message: 'The bot cannot go on' },
  { name: 'PartsLost', component: 'audio-bridge', message: 'A reply part is lost' },
  {
    name: 'BridgesUnprotected',
    component: 'audio-bridge',
    message: 'Scale-in protection is not set',
  },
  { name: 'EventsWaiting', component: 'audio-bridge', message: 'Events stay in the outbox' },
  CLOCKS_APART,
];
