import { Duration } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import {
  Alarm,
  AlarmStatusWidget,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { measureLogs } from '../constructs/log-measures';
import {
  claimDelay,
  functionMeasure,
  liveCalls,
  runningTasks,
  waitingCalls,
} from '../constructs/measures';
import { describeOperators } from '../constructs/operator-policies';
import { promisesOf, type Promised } from '../constructs/promises';
import type { Environment } from '../environment/environment';
import { EnvironmentStack } from './environment-stack';

/** Shares of the month's budget at which people are told: on the way, and when it is used up. */
const BUDGET_STEPS_PERCENT = [80, 100];

/** What tells people that a promise is broken, what they look at then, and what they may do. */
export class OperationsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, settings: Environment, { key }: { key: IKey }) {
    super(scope, id, settings);
    const topic = this.#createTopic();
    measureLogs(this, settings);
    const alarms = promisesOf(settings).map((promised) => this.#watch(promised, topic));
    this.#createDashboard(alarms);
    this.#createBudget(topic);
    describeOperators(this, settings, key.keyArn);
  }

  #createTopic(): Topic {
    const topic = new Topic(this, 'Alarms', {
      topicName: `${this.settings.prefix}-alarms`,
      enforceSSL: true,
    });
    for (const email of this.settings.alarmEmails) {
      topic.addSubscription(new EmailSubscription(email));
    }
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'BudgetsTell',
        principals: [new ServicePrincipal('budgets.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.settings.account } },
      }),
    );
    return topic;
  }

  #watch(promised: Promised, topic: Topic): Alarm {
    const { BREACHING, NOT_BREACHING } = TreatMissingData;
    const alarm = new Alarm(this, promised.id, {
      alarmName: `${this.settings.prefix}-${promised.id}`,
      alarmDescription: promised.description,
      metric: promised.metric,
      threshold: promised.threshold,
      evaluationPeriods: promised.minutes,
      comparisonOperator:
        promised.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: promised.missingIsBroken ? BREACHING : NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
    return alarm;
  }

  #createDashboard(alarms: Alarm[]) {
    const { settings } = this;
    const turns = (metricName: string, statistic: string) =>
      functionMeasure(settings, 'process-bot-turn', metricName, statistic);
    const half = { width: 12, period: Duration.minutes(1) };
    new Dashboard(this, 'Dashboard', {
      dashboardName: settings.prefix,
      widgets: [
        [new AlarmStatusWidget({ title: 'Promises', alarms, width: 24 })],
        [
          new GraphWidget({
            ...half,
            title: 'Calls',
            left: [liveCalls(settings), waitingCalls(settings)],
            right: [runningTasks(settings, 'audio-bridge')],
          }),
          new GraphWidget({ ...half, title: 'Claim delay (ms)', left: [claimDelay(settings)] }),
        ],
        [
          new GraphWidget({
            ...half,
            title: 'Turns (ms)',
            left: [turns('Duration', 'p50'), turns('Duration', 'p99')],
          }),
          new GraphWidget({
            ...half,
            title: 'ProcessBotTurn at once, errors',
            left: [turns('ConcurrentExecutions', 'max')],
            right: [turns('Errors', 'sum')],
          }),
        ],
      ],
    });
  }

  #createBudget(topic: Topic) {
    const { prefix, monthlyBudgetUsd } = this.settings;
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: prefix,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyBudgetUsd, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:environment$${this.settings.name}`] },
      },
      notificationsWithSubscribers: BUDGET_STEPS_PERCENT.map((threshold) => ({
        notification: {
          notificationType: 'ACTUAL',
          comparisonOperator: 'GREATER_THAN',
          threshold,
          thresholdType: 'PERCENTAGE',
        },
        subscribers: [{ subscriptionType: 'SNS', address: topic.topicArn }],
      })),
    });
  }
}
