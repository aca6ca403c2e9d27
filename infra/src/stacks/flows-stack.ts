import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, Fn } from 'aws-cdk-lib';
import { CfnContactFlow, CfnIntegrationAssociation, CfnPhoneNumber } from 'aws-cdk-lib/aws-connect';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { LIVE } from '../constructs/released-function';
import type { Environment } from '../environment/environment';
import type { FunctionName } from '../names';
import { EnvironmentStack } from './environment-stack';

const FLOWS = join(process.cwd(), 'contact-flows');
const SUFFIX = '.flow.json';

/** What the flow invokes, by the placeholders in its text. */
const INVOKED: Record<string, FunctionName> = {
  StartBotSessionFnArn: 'start-bot-session',
  ProcessBotTurnFnArn: 'process-bot-turn',
};

/** Flows that are not entered by a call itself. */
const KINDS: Record<string, string> = { queue: 'CUSTOMER_QUEUE', 'agent-whisper': 'AGENT_WHISPER' };

interface Flow {
  readonly name: string;
  readonly text: string;
  readonly placeholders: readonly string[];
}

function readFlow(file: string): Flow {
  const text = JSON.stringify(JSON.parse(readFileSync(join(FLOWS, file), 'utf8')));
  const placeholders = [...text.matchAll(/\$\{(\w+)\}/g)].map(
    ([, placeholder = '']) => placeholder,
  );
  return { name: file.slice(0, -SUFFIX.length), text, placeholders: [...new Set(placeholders)] };
}

/** `agent-whisper` stands in other flows as `${AgentWhisperFlowArn}`. */
const flowPlaceholder = (name: string) =>
  `${name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}FlowArn`;

/** Flows that others name come before them. */
const inOrder = (flows: readonly Flow[]): Flow[] => {
  const named = (flow: Flow) =>
    flows.some(({ placeholders }) => placeholders.includes(flowPlaceholder(flow.name)));
  return [...flows.filter(named), ...flows.filter((flow) => !named(flow))];
};

/** The contact flows as they lie in `contact-flows/`, and what they may invoke. */
export class FlowsStack extends EnvironmentStack {
  readonly #placeholders: Map<string, string>;
  readonly #associations: CfnIntegrationAssociation[] = [];

  constructor(
    scope: Construct,
    id: string,
    settings: Environment,
    { humanQueueArn }: { humanQueueArn: string },
  ) {
    super(scope, id, settings);
    this.#placeholders = new Map([['HumanQueueArn', humanQueueArn]]);
    for (const [placeholder, name] of Object.entries(INVOKED)) {
      this.#placeholders.set(placeholder, this.#letConnectInvoke(name));
    }
    const files = readdirSync(FLOWS).filter((file) => file.endsWith(SUFFIX));
    this.#tellValues();
    for (const flow of inOrder(files.map(readFlow))) this.#publish(flow);
    this.#claimNumber();
  }

  /** What stands for the placeholders of no flow: `patchbay flows diff` takes it. */
  #tellValues() {
    for (const [placeholder, value] of this.#placeholders)
      new CfnOutput(this, placeholder, { value });
  }

  /** @returns the ARN that the flow invokes */
  #letConnectInvoke(name: FunctionName): string {
    const { account, connect } = this.settings;
    const arn = `${this.names.functionArn(this.names.functionName(name))}:${LIVE}`;
    new CfnPermission(this, `${name}-permission`, {
      action: 'lambda:InvokeFunction',
      functionName: arn,
      principal: 'connect.amazonaws.com',
      sourceAccount: account,
      sourceArn: connect.instanceArn,
    });
    const association = new CfnIntegrationAssociation(this, `${name}-association`, {
      instanceId: connect.instanceArn,
      integrationType: 'LAMBDA_FUNCTION',
      integrationArn: arn,
    });
    this.#associations.push(association);
    return arn;
  }

  #publish({ name, text, placeholders }: Flow) {
    const values = placeholders.map((placeholder) => [placeholder, this.#valueOf(placeholder)]);
    const flow = new CfnContactFlow(this, name, {
      instanceArn: this.settings.connect.instanceArn,
      name: `${this.settings.prefix}-${name}`,
      description: `Patchbay ${this.settings.release}`,
      type: KINDS[name] ?? 'CONTACT_FLOW',
      state: 'ACTIVE',
      content: values.length > 0 ? Fn.sub(text, Object.fromEntries(values)) : text,
    });
    flow.node.addDependency(...this.#associations);
    this.#placeholders.set(flowPlaceholder(name), flow.attrContactFlowArn);
  }

  #valueOf(placeholder: string): string {
    const value = this.#placeholders.get(placeholder);
    if (value === undefined) throw new Error(`Nothing stands for \${${placeholder}} in a flow.`);
    return value;
  }

  #claimNumber() {
    const { instanceArn, phoneNumber } = this.settings.connect;
    if (!phoneNumber) return;
    new CfnPhoneNumber(this, 'Number', {
      targetArn: instanceArn,
      countryCode: phoneNumber.countryCode,
      type: phoneNumber.type,
      description: `Patchbay ${this.settings.name}`,
    });
  }
}
