import { Duration } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { DEAD_LETTER_RETENTION_S, QUEUES, RULES, type QueueSpec, type RuleSpec } from '../topology';
import { EnvironmentStack } from './environment-stack';

/** As long as dead letters wait: what they lack can be replayed as long as they can. */
const ARCHIVE_DAYS = 14;

/** EventBridge tries so long before it hands an event to the dead-letter queue. */
const DELIVERY_LIMIT = Duration.hours(24);

interface QueuePair {
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

/** Bus, rules and queues of the topology; each queue has its dead-letter queue, each rule too. */
export class MessagingStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, settings: Environment) {
    super(scope, id, settings);
    const queues = new Map(QUEUES.map((spec) => [spec.name, this.#createQueue(spec)]));
    const bus = new EventBus(this, 'Bus', { eventBusName: this.names.bus });
    bus.archive('Archive', {
      archiveName: this.names.bus,
      retention: Duration.days(ARCHIVE_DAYS),
      eventPattern: { account: [settings.account] },
    });
    for (const spec of RULES) this.#createRule(spec, bus, queues.get(spec.targetQueue));
  }

  /** Events hold ids, no words, so SQS's own keys will do. */
  #createQueue(spec: QueueSpec): QueuePair {
    const safe = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    const deadLetters = new Queue(this, `${spec.name}-dlq`, {
      ...safe,
      queueName: this.names.deadLetterQueue(spec.name),
      retentionPeriod: Duration.seconds(DEAD_LETTER_RETENTION_S),
    });
    const queue = new Queue(this, spec.name, {
      ...safe,
      queueName: this.names.queue(spec.name),
      visibilityTimeout: Duration.seconds(spec.visibilityTimeoutS),
      retentionPeriod: Duration.seconds(spec.retentionS),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: spec.maxReceiveCount },
    });
    return { queue, deadLetters };
  }

  #createRule(spec: RuleSpec, bus: EventBus, target?: QueuePair) {
    if (!target) throw new Error(`Rule ${spec.name} has no queue ${spec.targetQueue}.`);
    new Rule(this, `${spec.name}-rule`, {
      ruleName: `${this.settings.prefix}-${spec.name}`,
      ...(spec.bus === 'patchbay' ? { eventBus: bus } : {}),
      eventPattern: toEventPattern(this.#narrowed(spec)),
      targets: [
        new SqsQueue(target.queue, {
          deadLetterQueue: target.deadLetters,
          maxEventAge: DELIVERY_LIMIT,
        }),
      ],
    });
  }

  /** AWS's events of an account concern every instance in it; ours is one of them. */
  #narrowed({ bus, pattern }: RuleSpec): Readonly<Record<string, unknown>> {
    if (bus === 'patchbay') return pattern;
    return { ...pattern, detail: { instanceArn: [this.settings.connect.instanceArn] } };
  }
}

/** EventBridge's own names for the fields, in CDK's spelling. */
function toEventPattern({
  'detail-type': detailType,
  ...others
}: Readonly<Record<string, unknown>>) {
  return { ...others, detailType: detailType as string[] };
}
