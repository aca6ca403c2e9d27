import type { AgentDefinition } from '@patchbay/agent';
import { errorName, sleep, type Logger } from '@patchbay/platform';
import { standbyPhrases } from '../standby-phrases';

/** Connect waits meanwhile; what is not rendered by then is so at a later start. */
const RENDER_LIMIT_MS = 1500;

export interface StandbyDependencies {
  /** Sees to it that these phrases are there in the agent's voice. */
  readonly renderPhrases: (texts: readonly string[], agent: AgentDefinition) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Has the phrases ready that ProcessBotTurn plays while no bridge answers. It never fails: a flow
 * that does not find one of them asks on without a word.
 */
export async function prepareStandby(
  agent: AgentDefinition,
  { renderPhrases, logger }: StandbyDependencies,
): Promise<void> {
  const rendered = renderPhrases(standbyPhrases(agent), agent).catch((error: unknown) => {
    const { agentId } = agent;
    logger.warn('standby phrases left unrendered', { agentId, errorName: errorName(error) });
  });
  await Promise.race([rendered, sleep(RENDER_LIMIT_MS)]);
}
