import type { FlowAction } from '@patchbay/contact-flow';
import type { ActionResult } from '../actions/action';
import { meets } from '../actions/compare';
import type { Call } from '../services';
import { FlowRefusedError } from './flow-errors';
import type { Flow, RunnableAction } from './load-flow';
import { resolveParameters } from './references';

/** How a flow came to its end. */
export type FlowOutcome = 'end' | 'transfer' | 'left' | 'hangup';

/**
 * Runs a flow for one contact, action by action. It stops where it stands when the line is cut:
 * no flow runs after a hang-up.
 */
export async function runFlow(
  flow: Flow,
  call: Call,
  onAction: (identifier: string) => void,
): Promise<FlowOutcome> {
  const { closed } = call.line;
  const hungUp = new Promise<'hangup'>((resolve) => {
    closed.addEventListener('abort', () => resolve('hangup'), { once: true });
  });
  let current = actionOf(flow, flow.startAction);
  while (!closed.aborted) {
    const { action, type } = current;
    onAction(action.Identifier);
    const parameters = resolveParameters(action.Parameters, call.contact);
    const result = await Promise.race([type.run(parameters, call), hungUp]);
    if (result === 'hangup') break;
    if (result.kind === 'ended') return result.outcome;
    current = actionOf(flow, targetOf(action, result));
  }
  return 'hangup';
}

function actionOf(flow: Flow, identifier: string | undefined): RunnableAction {
  const found = identifier === undefined ? undefined : flow.actions.get(identifier);
  if (!found) throw new FlowRefusedError(flow.name, [`there is no action ${identifier} to go to`]);
  return found;
}

function targetOf(
  { Transitions }: FlowAction,
  result: Exclude<ActionResult, { kind: 'ended' }>,
): string | undefined {
  if (result.kind === 'done') return Transitions.NextAction;
  if (result.kind === 'error') return errorTarget(Transitions, result.errorType);
  const matching = Transitions.Conditions.find(({ Condition }) => meets(result.value, Condition));
  return matching?.NextAction ?? errorTarget(Transitions, 'NoMatchingCondition');
}

const errorTarget = ({ Errors }: FlowAction['Transitions'], errorType: string) =>
  Errors.find(({ ErrorType }) => ErrorType === errorType)?.NextAction;
