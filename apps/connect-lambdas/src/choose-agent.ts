import type { AgentCatalog, AgentDefinition } from '@patchbay/agent';
import type { ConnectLambdaEvent } from '@patchbay/contracts';
import { flowParameter } from './contact-flow-event';

/**
 * The agent that a contact is for: the flow names it, or else the dialled number does.
 * @throws UnknownAgentError when neither does
 */
export function chooseAgent(
  event: ConnectLambdaEvent,
  agents: AgentCatalog,
): Promise<AgentDefinition> {
  const named = flowParameter(event, 'agentId');
  const dialled = event.Details.ContactData.SystemEndpoint?.Address ?? '';
  return named ? agents.byId(named) : agents.byDialledNumber(dialled);
}
