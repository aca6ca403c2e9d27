import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ReleasedFunction, type ReleasedFunctionOptions } from '../constructs/released-function';
import type { Environment } from '../environment/environment';
import type { FunctionName } from '../names';
import { pollQueue } from '../permissions/aws-permissions';
import { SECRET_SETTINGS, SECRETS, settingsOf } from '../settings';
import { EnvironmentStack } from './environment-stack';

export interface FunctionsInputs {
  readonly key: IKey;
  readonly humanQueueArn: string;
  readonly network: { readonly vpc: IVpc; readonly group: ISecurityGroup };
}

/** Messages that ContactEnded takes at once; each is one small write and one request. */
const CONTACT_EVENTS_BATCH = 10;

/** What Connect invokes, and what it tells of calls that ended. */
export class FunctionsStack extends EnvironmentStack {
  readonly #inputs: FunctionsInputs;

  constructor(scope: Construct, id: string, settings: Environment, inputs: FunctionsInputs) {
    super(scope, id, settings);
    this.#inputs = inputs;
    this.#create('start-bot-session');
    this.#create('process-bot-turn', {
      network: inputs.network,
      reservedConcurrency: settings.calls.processBotTurnConcurrency,
    });
    const contactEnded = this.#create('contact-ended', {
      network: inputs.network,
      awsPermissions: pollQueue(settings, 'contact-events'),
    });
    new EventSourceMapping(this, 'ContactEvents', {
      target: contactEnded.alias,
      eventSourceArn: this.names.queueArn('contact-events'),
      batchSize: CONTACT_EVENTS_BATCH,
      reportBatchItemFailures: true,
    });
  }

  #create(name: FunctionName, more: Partial<ReleasedFunctionOptions> = {}): ReleasedFunction {
    const { settings } = this;
    const { key, humanQueueArn } = this.#inputs;
    return new ReleasedFunction(this, name, {
      settings,
      name,
      key,
      environment: {
        ...settingsOf(settings, humanQueueArn)[name],
        ...this.#secretIds(name),
      },
      ...more,
    });
  }

  /** Functions read their secrets themselves when they start, by name. */
  #secretIds(name: FunctionName): Record<string, string> {
    return Object.fromEntries(
      SECRET_SETTINGS[name].map((setting) => [
        `${setting}_SECRET_ID`,
        this.names.secret(SECRETS[setting]),
      ]),
    );
  }
}
