import { ComparisonOperator, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { CONCURRENCY_ALARM_SHARE } from '../environment/check-capacity';
import type { Environment } from '../environment/environment';
import { CLOCKS_APART } from '../log-measures';
import { FUNCTIONS, namesOf } from '../names';
import { QUEUES } from '../topology';
import {
  claimDelay,
  connectMeasure,
  functionMeasure,
  logMeasure,
  oldestMessageS,
  runningTasks,
  waitingCalls,
  waitingMessages,
} from './measures';

/** Something that the product promises, and the measure that says it is broken. */
export interface Promised {
  readonly id: string;
  /** What is wrong and what to look at, for whom the alarm wakes. */
  readonly description: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly minutes: number;
  readonly comparison?: ComparisonOperator;
  /** No measure at all is a broken promise too. */
  readonly missingIsBroken?: boolean;
}

/** A poll waits 4 s and a cold start takes one: a turn that takes longer is silence on the line. */
const SLOW_TURN_MS = 5500;

const LATE_CLAIM_MS = 2000;

/** How long events may wait, by their queue, in seconds; a live call is an old message, so not `calls`. */
const LATEST_S: Record<string, number> = {
  transcripts: 300,
  notifications: 300,
  'contact-events': 60,
};

/**
 * Longer than bridges that give way keep a deployment waiting: until then ECS may refuse to protect
 * more of them (`DEPLOYMENT_BLOCKED`).
 */
const UNPROTECTED_MINUTES = 45;

/** Share of the instance's quota of calls at which there is still time to have it raised. */
const QUOTA_SHARE = 0.8;

const lost = (settings: Environment, metricName: string, id: string, description: string) => ({
  id,
  description,
  metric: logMeasure(settings, metricName),
  threshold: 1,
  minutes: 1,
});

/** Every caller is answered, in time. */
function ofCalls(settings: Environment): Promised[] {
  const { calls, bridge } = settings;
  return [
    {
      id: 'calls-wait',
      description: 'Callers hear the greeting and then nothing: no bridge takes their calls.',
      metric: waitingCalls(settings),
      threshold: 1,
      minutes: 2,
    },
    {
      id: 'claims-late',
      description: 'Bridges take calls late: too few of them, or DynamoDB is slow.',
      metric: claimDelay(settings),
      threshold: LATE_CLAIM_MS,
      minutes: 3,
    },
    {
      id: 'bridges-missing',
      description: 'Fewer bridges run than the least that there should be.',
      metric: runningTasks(settings, 'audio-bridge'),
      threshold: bridge.minTasks,
      minutes: 3,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      missingIsBroken: true,
    },
    {
      id: 'bridges-unprotected',
      description: 'Bridges with live calls may be scaled in; their calls then move to others.',
      metric: logMeasure(settings, 'BridgesUnprotected'),
      threshold: 1,
      minutes: UNPROTECTED_MINUTES,
    },
    {
      id: 'turns-slow',
      description: 'Callers wait for turns: look at the bridges and at the speech model.',
      metric: functionMeasure(settings, 'process-bot-turn', 'Duration', 'p99'),
      threshold: SLOW_TURN_MS,
      minutes: 5,
    },
    {
      id: 'turns-near-limit',
      description: `ProcessBotTurn uses ${CONCURRENCY_ALARM_SHARE * 100} % of what is reserved for it: raise calls.processBotTurnConcurrency.`,
      metric: functionMeasure(settings, 'process-bot-turn', 'ConcurrentExecutions', 'max'),
      threshold: Math.floor(calls.processBotTurnConcurrency * CONCURRENCY_ALARM_SHARE),
      minutes: 1,
    },
    {
      id: 'lines-near-limit',
      description:
        "The instance's quota of calls at once is nearly used up, or a number leads nowhere.",
      metric: connectMeasure(settings, 'ConcurrentCallsPercentage'),
      threshold: QUOTA_SHARE,
      minutes: 1,
    },
    lost(settings, 'CallsNotCarried', 'calls-not-carried', 'A bridge gave a call back.'),
    lost(settings, 'CallsFailed', 'calls-failed', 'A call failed; its caller went to a human.'),
    lost(settings, 'BotsGivenUp', 'bots-given-up', 'The bot gave up in the middle of a call.'),
    lost(settings, 'PartsLost', 'parts-lost', 'A caller did not hear a part of a reply.'),
    lost(
      settings,
      CLOCKS_APART.name,
      'clocks-apart',
      'Clocks of ProcessBotTurn and bridges are minutes apart: callers go to humans.',
    ),
  ];
}

/** Nothing that happened is forgotten. */
function ofEvents(settings: Environment): Promised[] {
  const names = namesOf(settings);
  const late = Object.entries(LATEST_S).map(([queue, latestS]) => ({
    id: `${queue}-late`,
    description: `Messages of ${queue} wait: is its consumer running?`,
    metric: oldestMessageS(names.queue(queue)),
    threshold: latestS,
    minutes: 3,
  }));
  const dead = QUEUES.map(({ name }) => ({
    id: `${name}-dead`,
    description: `Dead letters of ${name}: look at them with "patchbay dlq".`,
    metric: waitingMessages(names.deadLetterQueue(name)),
    threshold: 1,
    minutes: 1,
  }));
  return [
    ...late,
    ...dead,
    lost(settings, 'EventsWaiting', 'events-waiting', 'The bus refuses events of a call.'),
  ];
}

/** No function is turned away. */
const ofFunctions = (settings: Environment): Promised[] =>
  FUNCTIONS.map((name) => ({
    id: `${name}-throttled`,
    description: `${name} is throttled: raise its concurrency, or the account's.`,
    metric: functionMeasure(settings, name, 'Throttles', 'sum'),
    threshold: 1,
    minutes: 1,
  }));

export const promisesOf = (settings: Environment): Promised[] => [
  ...ofCalls(settings),
  ...ofEvents(settings),
  ...ofFunctions(settings),
];
