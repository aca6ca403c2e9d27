import { z } from 'zod';
import { defineTool, type BuiltInContext } from './built-in-tool';

/** More would crowd the talk out of the model's context. */
const MOST_PASSAGES = 3;

const inputSchema = z.object({ query: z.string().min(1).max(400) });

/** Looks the caller's question up in the agent's knowledge base. Logs what is cited, not its words. */
export const searchKnowledge = ({ agent, checkpoint, knowledge, logger }: BuiltInContext) =>
  defineTool(inputSchema, ({ query }) => {
    const passages = knowledge.search(query, MOST_PASSAGES);
    if (passages.length === 0) {
      return 'The knowledge base has nothing on this. Say that you do not know; do not guess.';
    }
    const { contactId } = checkpoint.record;
    for (const { id } of passages) {
      logger.info('A passage is cited', { contactId, agentId: agent.agentId, passage: id });
    }
    return { passages };
  });
