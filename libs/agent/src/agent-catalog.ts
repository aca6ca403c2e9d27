import type { AgentDefinition } from './agent-definition';
import type { AgentFiles } from './files/agent-files';

/** Port: the agents that this deployment serves. */
export interface AgentCatalog {
  /** @throws UnknownAgentError */
  byId(agentId: string): Promise<AgentDefinition>;
  /** The agent that answers this number (E.164). @throws UnknownAgentError */
  byDialledNumber(dialledNumber: string): Promise<AgentDefinition>;
}

/** Port: where the folders of agents are. */
export interface AgentSource {
  /** Each agent's folder, and a mark that changes whenever one of its files does. */
  versions(): Promise<ReadonlyMap<string, string>>;
  read(agentId: string): Promise<AgentFiles>;
}
