import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLOWS, flowFile, type DeployedFlows, type FlowName } from '@patchbay/contact-flow';
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
) {
  const flows = new Map(names.map((name) => [`patchbay-${name}`, asDeployed(name)]));
  change(flows);
  const deployed: DeployedFlows = {
    list: async () =>
      [...flows.keys()].map((name) => ({ id: name, name, arn: arnOf(name.slice(9)) })),
    contentOf: async (id) => JSON.stringify(flows.get(id)),
  };
  const printed: string[] = [];
  const complaints: string[] = [];
  const run = (...argv: string[]) => {
    const program = new Command('patchbay').exitOverride();
    addFlowsCommand(
      program,
      () => ({ deployed, committed: async (name) => committed(name) }),
      (line) => printed.push(line),
    );
    const args = ['flows', 'diff', '--instance', 'i-1', ...argv];
    return runProgram(program, args, (line) => complaints.push(line));
  };
  return { run, printed, complaints };
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
