import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  FLOWS,
  flowFile,
  type DeployedFlows,
  type FlowName,
  type PhoneLines,
} from '@patchbay/contact-flow';
import { Command } from 'commander';
import { runProgram } from '../run-program';
import { addFlowsCommand } from './flows-command';

const FOLDER = join(import.meta.dirname, '../../../../contact-flows');
const VALUES = join(import.meta.dirname, 'testing/values.json');
const values = JSON.parse(readFileSync(VALUES, 'utf8')).PatchbayConnect as Record<string, string>;
const names = Object.keys(FLOWS) as FlowName[];
const committed = (name: FlowName) => readFileSync(join(FOLDER, flowFile(name)), 'utf8');
const arnOf = (name: string) => `arn:flow/${name}`;
const ARNS: Record<string, string> = {
  ...values,
  QueueFlowArn: arnOf('queue'),
  AgentWhisperFlowArn: arnOf('agent-whisper'),
  DisconnectFlowArn: arnOf('disconnect'),
};

/** The flows as a deployment leaves them: with ARNs, and with the editor's own data. */
const asDeployed = (name: FlowName) => {
  const filled = committed(name).replaceAll(/\$\{(\w+)\}/g, (_, key: string) => ARNS[key] ?? '?');
  const flow = JSON.parse(filled);
  return { ...flow, Metadata: { entryPointPosition: { x: 1 } }, Actions: flow.Actions.reverse() };
};

function prepare(
  change: (flows: Map<string, ReturnType<typeof asDeployed>>) => void = () => undefined,
  numbers: readonly string[] = [],
) {
  const answeredBy: Record<string, string> = {};
  const lines: PhoneLines = {
    list: async () => numbers.map((number) => ({ id: `id of ${number}`, number })),
    answerWith: async (lineId, flowId) => void (answeredBy[lineId] = flowId),
  };
  const flows = new Map(names.map((name) => [`patchbay-${name}`, asDeployed(name)]));
  change(flows);
  const deployed: DeployedFlows = {
    list: async () =>
      [...flows.keys()].map((name) => ({ id: name, name, arn: arnOf(name.slice(9)) })),
    contentOf: async (id) => JSON.stringify(flows.get(id)),
  };
  const printed: string[] = [];
  const complaints: string[] = [];
  const runVerb = (verb: string, ...argv: string[]) => {
    const program = new Command('patchbay').exitOverride();
    addFlowsCommand(
      program,
      {
        forFlows: () => ({ deployed, committed: async (name) => committed(name) }),
        forNumbers: () => ({ deployed, lines }),
      },
      (line) => printed.push(line),
    );
    const args = ['flows', verb, '--instance', 'i-1', ...argv];
    return runProgram(program, args, (line) => complaints.push(line));
  };
  const run = (...argv: string[]) => runVerb('diff', ...argv);
  const runAnswer = (...argv: string[]) => runVerb('answer', ...argv);
  return { run, runAnswer, printed, complaints, answeredBy };
}

const actionOf = (flow: ReturnType<typeof asDeployed>, identifier: string) =>
  flow.Actions.find(({ Identifier }: { Identifier: string }) => Identifier === identifier);

describe('patchbay flows diff', () => {
  test('finds nothing when the instance runs what is committed, whatever the order and layout', async () => {
    const { run, printed } = prepare();

    expect(await run('--values', VALUES)).toBe(0);
    expect(printed).toEqual(names.map((name) => `${name}: as committed`));
  });

  test('shows what somebody changed by hand, by action and parameter', async () => {
    const { run, printed } = prepare((flows) => {
      const queue = flows.get('patchbay-queue');
      actionOf(queue, 'hold').Parameters.Messages[0].Text = 'Please hold.';
      actionOf(flows.get('patchbay-inbound'), 'ask').Parameters.LambdaFunctionARN = 'arn:old';
    });

    expect(await run('--values', VALUES, '--json')).toBe(1);

    const { flows } = JSON.parse(printed.at(-1) ?? '');
    expect(flows.find(({ flow }: { flow: string }) => flow === 'queue')).toMatchObject({
      state: 'different',
      differences: [
        { action: 'hold', path: 'Parameters.Messages.0.Text', running: '"Please hold."' },
      ],
    });
    expect(flows.find(({ flow }: { flow: string }) => flow === 'inbound').differences).toEqual([
      {
        action: 'ask',
        path: 'Parameters.LambdaFunctionARN',
        committed: JSON.stringify(values['ProcessBotTurnFnArn']),
        running: '"arn:old"',
      },
    ]);
  });

  test('tells of a flow that is not there, and of an action that is only there', async () => {
    const { run, printed, complaints } = prepare((flows) => {
      flows.delete('patchbay-disconnect');
      flows.get('patchbay-queue').Actions.push({
        Identifier: 'extra',
        Type: 'EndFlowExecution',
        Transitions: {},
      });
    });

    expect(await run('--values', VALUES)).toBe(1);
    expect(printed).toContain('disconnect: is not on the instance');
    expect(printed.join('\n')).toMatch(/queue: is not what is committed\n {2}extra\n {4}\+ /);
    expect(complaints).toEqual(['Not as committed: queue, disconnect, inbound.']);
  });

  test('without values it names the placeholders that lack one: status 2', async () => {
    const { run, complaints, printed } = prepare();

    expect(await run()).toBe(2);
    expect(complaints.join()).toContain('HumanQueueArn has no value');
    expect(printed).toEqual([]);
  });
});

describe('patchbay flows answer', () => {
  const NUMBER = '+15550100';
  const OTHER = '+15550101';

  test('has the inbound flow answer the only number there is, and says which to call', async () => {
    const { runAnswer, printed, answeredBy } = prepare(undefined, [NUMBER]);

    expect(await runAnswer()).toBe(0);
    expect(answeredBy).toEqual({ [`id of ${NUMBER}`]: 'patchbay-inbound' });
    expect(printed).toEqual([`patchbay-inbound answers ${NUMBER}`]);
  });

  test('takes the number that is named where there are several', async () => {
    const { runAnswer, printed, answeredBy } = prepare(undefined, [NUMBER, OTHER]);

    expect(await runAnswer('--number', OTHER, '--json')).toBe(0);
    expect(Object.keys(answeredBy)).toEqual([`id of ${OTHER}`]);
    expect(JSON.parse(printed[0] ?? '')).toEqual({ number: OTHER, flow: 'patchbay-inbound' });
  });

  test.each([
    ['no number', [], [], /has no phone number: claim one/],
    ['several, and none named', [NUMBER, OTHER], [], /has 2 numbers: say which with --number/],
    ['another number', [NUMBER], ['--number', OTHER], /does not have this number/],
    ['no such flow', [NUMBER], ['--prefix', 'patchbay-dev-'], /no flow patchbay-dev-inbound/],
  ])('with %s it changes nothing: status 2', async (_, numbers, argv, complaint) => {
    const { runAnswer, complaints, answeredBy } = prepare(undefined, numbers);

    expect(await runAnswer(...argv)).toBe(2);
    expect(complaints.join()).toMatch(complaint);
    expect(complaints.join()).not.toContain(NUMBER.slice(0, 6));
    expect(answeredBy).toEqual({});
  });
});
