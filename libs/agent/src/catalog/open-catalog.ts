import type { Logger } from '@patchbay/platform';
import type { AgentSource } from '../agent-catalog';
import { InvalidAgentError } from '../errors';
import { assembleAgent } from '../files/assemble-agent';
import { parseAgent } from '../files/parse-agent';
import { LiveCatalog } from './live-catalog';

/** @throws InvalidAgentError when there is not one usable agent to begin with */
export const openCatalog = (source: AgentSource, logger: Logger): Promise<LiveCatalog> =>
  opened(new LiveCatalog(source, parseAgent, logger));

/**
 * For those who never run a tool: the JSON Schemas of tools and fields are not looked at. Checking
 * them would be most of the cold start of a Lambda function; a bridge refuses bad ones.
 * @throws InvalidAgentError when there is not one usable agent to begin with
 */
export const openCatalogWithoutTools = (
  source: AgentSource,
  logger: Logger,
): Promise<LiveCatalog> =>
  opened(
    new LiveCatalog(source, (folder, files) => assembleAgent(folder, files, () => []), logger),
  );

async function opened(catalog: LiveCatalog): Promise<LiveCatalog> {
  const problems = await catalog.refresh();
  if (catalog.agentIds.length === 0) throw new InvalidAgentError(problems);
  return catalog;
}
