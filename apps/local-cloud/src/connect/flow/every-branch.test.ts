import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowAction } from '@patchbay/contact-flow';
import type { ActionResult, ErrorType } from '../actions/action';
import { FLOW_PLACEHOLDERS } from '../../cli/settings';
import { FakeLambdas, fakePrompts } from '../testing/fake-services';
import { testCall } from '../testing/test-call';
import { loadFlow, type Flow } from './load-flow';
import { runFlow } from './run-flow';

const FOLDER = join(import.meta.dirname, '../../../../../contact-flows');
const names = readdirSync(FOLDER).filter((file) => file.endsWith('.flow.json'));
const flows = new Map(
  await Promise.all(
    names.map(
      async (name) => [name, await loadFlow(join(FOLDER, name), FLOW_PLACEHOLDERS)] as const,
    ),
  ),
);

/** A way out of an action, and what the action must have come to for it to be taken. */
interface Branch {
  readonly label: string;
  readonly result: ActionResult;
}

function branchesOf({ Transitions }: FlowAction): Branch[] {
  const { NextAction, Errors, Conditions } = Transitions;
  const isComparison = Conditions.length > 0;
  return [
    ...(NextAction === undefined || isComparison
      ? []
      : [{ label: 'done', result: { kind: 'done' } as const }]),
    ...Errors.map(({ ErrorType }) => ({
      label: ErrorType,
      result: { kind: 'error', errorType: ErrorType as ErrorType } as const,
    })),
    ...Conditions.map(({ Condition }) => ({
      label: Condition.Operands[0],
      result: { kind: 'value', value: Condition.Operands[0] } as const,
    })),
  ];
}

const branches = [...flows].flatMap(([name, { actions }]) =>
  [...actions.values()].flatMap(({ action }) =>
    branchesOf(action).map((branch) => [name, action.Identifier, branch.label, branch] as const),
  ),
);

/** The flow from this action on, which comes to the given result the first time. */
function startedAt(flow: Flow, identifier: string, result: ActionResult): Flow {
  const begun = flow.actions.get(identifier);
  if (!begun) throw new Error(`no action ${identifier}`);
  let first = true;
  const run: typeof begun.type.run = (parameters, call) => {
    if (!first) return begun.type.run(parameters, call);
    first = false;
    return Promise.resolve(result);
  };
  const forced = { ...begun, type: { ...begun.type, run } };
  return {
    ...flow,
    startAction: identifier,
    actions: new Map(flow.actions).set(identifier, forced),
  };
}

/** A caller who stays this long on the line has been heard through every prompt there is. */
const PATIENCE_MS = 2 * 60 * 1000;

test.each(branches)(
  '%s: from %s by %s a flow comes to its end, with a bot that never answers',
  async (name, identifier, _, { result }) => {
    const flow = startedAt(flows.get(name) as Flow, identifier, result);
    const call = testCall({ lambdas: new FakeLambdas(), prompts: fakePrompts({}) });
    const hangUp = call.line.pause(PATIENCE_MS).then(() => call.line.hangUp());

    const outcome = runFlow(flow, call, () => undefined);
    await call.time.run(Promise.race([outcome, hangUp]));
    call.line.hangUp();

    // Whoever waits in the queue waits until an agent comes or they hang up.
    const endless = name === 'queue.flow.json' && result.kind === 'done';
    expect(await outcome).toMatch(endless ? /hangup/ : /^(end|transfer|left)$/);
  },
);

test('whatever the inbound flow comes to before the bot has ended, the caller is led to a human', async () => {
  const inbound = flows.get('inbound.flow.json') as Flow;
  const call = testCall({ lambdas: new FakeLambdas(), prompts: fakePrompts({}) });

  const outcome = runFlow(inbound, call, () => undefined);
  await call.time.run(outcome);

  expect(await outcome).toBe('transfer');
  expect(Object.fromEntries(call.contact.eventHooks)).toEqual({
    CustomerQueue: FLOW_PLACEHOLDERS.QueueFlowArn,
    AgentWhisper: FLOW_PLACEHOLDERS.AgentWhisperFlowArn,
    CustomerRemaining: FLOW_PLACEHOLDERS.DisconnectFlowArn,
  });
});
