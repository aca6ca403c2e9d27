import type { AgentCatalog } from '../agent-catalog';
import type { AgentDefinition } from '../agent-definition';
import { UnknownAgentError } from '../errors';
import type { AgentProblem } from '../files/problem';

/** The agents on duty: by name and by the numbers that they answer. */
export class Roster implements AgentCatalog {
  readonly #agents = new Map<string, AgentDefinition>();

  /** Takes the agent in, in place of the one of its name; or tells which numbers are taken. */
  admit(agent: AgentDefinition): AgentProblem[] {
    const problems = agent.dialledNumbers.flatMap((number, index) => {
      const other = this.#answering(number);
      if (!other || other.agentId === agent.agentId) return [];
      const file = `${agent.agentId}/agent.json`;
      const problem = `${other.agentId} answers this number already`;
      return [{ file, path: `dialledNumbers.${index}`, problem }];
    });
    if (problems.length === 0) this.#agents.set(agent.agentId, agent);
    return problems;
  }

  /** @returns the agent that was on duty under this name */
  dismiss(agentId: string): AgentDefinition | undefined {
    const agent = this.#agents.get(agentId);
    this.#agents.delete(agentId);
    return agent;
  }

  ids(): string[] {
    return [...this.#agents.keys()];
  }

  async byId(agentId: string): Promise<AgentDefinition> {
    return found(this.#agents.get(agentId), `is named ${agentId}`);
  }

  async byDialledNumber(number: string): Promise<AgentDefinition> {
    return found(this.#answering(number), 'answers the dialled number');
  }

  #answering(number: string): AgentDefinition | undefined {
    return [...this.#agents.values()].find(({ dialledNumbers }) => dialledNumbers.includes(number));
  }
}

function found(agent: AgentDefinition | undefined, description: string): AgentDefinition {
  if (!agent) throw new UnknownAgentError(description);
  return agent;
}
