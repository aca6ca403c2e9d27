import { createFixedCatalog } from '@patchbay/agent';
import { createFolderSource } from '@patchbay/agent-catalog-folder';
import { PatchbayError } from '@patchbay/platform';
import { speexResamplerFactory } from '@patchbay/resampler-speex';
import { planCall } from '../caller/plan-call';
import type { CallRequest as ConnectCall } from '../connect/connect';
import { PLACES } from './places';
import { STOCK_SCENARIO, type CallRequest } from './start-options';

/** Answers calls to its number when nothing else is asked for. */
const STOCK_AGENT = 'bank-demo';

/**
 * What the user asked for, as a call: the stock agent's number is dialled, and another agent is
 * named to the flow.
 * @throws UnknownAgentError, InvalidAgentError, UnknownScenarioError, InvalidScenarioError,
 * UnusableWavError
 */
export async function toConnectCall(request: CallRequest, speed: number): Promise<ConnectCall> {
  const agents = await createFixedCatalog(createFolderSource(PLACES.agents));
  const plan = await planCall(callerOf(request), PLACES.scenarios, await speexResamplerFactory());
  const agentId = request.agent ?? plan.agent;
  if (agentId !== undefined) await agents.byId(agentId);
  const [dialledNumber = ''] = (await agents.byId(STOCK_AGENT)).dialledNumbers;
  return { plan, ...(agentId !== undefined && { agentId }), dialledNumber, speed };
}

class NeedsOwnSystemError extends PatchbayError {
  constructor(scenario = '') {
    super(
      'NeedsOwnSystemError',
      `Scenario ${scenario} sets the system up: run "npm start -- --once --scenario ${scenario}".`,
      { retryable: false },
    );
  }
}

/**
 * A scenario that sets the system up cannot share it.
 * @throws NeedsOwnSystemError
 */
export function requireOwnSystem({ plan }: ConnectCall, request: CallRequest, alone: boolean) {
  if (plan.system && !alone) throw new NeedsOwnSystemError(request.scenario);
}

function callerOf({ scenario, say, wav }: CallRequest) {
  if (say) return { says: say };
  if (wav) return { wavs: wav };
  return { scenario: scenario ?? STOCK_SCENARIO };
}
