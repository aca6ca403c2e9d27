import type { AgentCatalog, AgentSource } from '../agent-catalog';
import { InvalidAgentError, NoAgentsError } from '../errors';
import { parseAgent } from '../files/parse-agent';
import { Roster } from './roster';

/**
 * Reads all agents once: a broken one stops a deployment, not a call.
 * @throws InvalidAgentError with every mistake of every agent, by file and path; NoAgentsError
 */
export async function createFixedCatalog(source: AgentSource): Promise<AgentCatalog> {
  const roster = new Roster();
  const agentIds = [...(await source.versions()).keys()];
  const parsed = await Promise.all(
    agentIds.map(async (id) => parseAgent(id, await source.read(id))),
  );
  if (agentIds.length === 0) throw new NoAgentsError();
  const problems = parsed.flatMap(({ agent, problems }) =>
    agent ? roster.admit(agent) : problems,
  );
  if (problems.length > 0) throw new InvalidAgentError(problems);
  return roster;
}
