import type { OpenConversation, OpenToolUse } from '@patchbay/call';
import type { AskedTool } from './open-tool-uses';

/** What a model is told of a tool whose work may have been done, or not. */
export const LOST_RESULT = {
  status: 'failed',
  error:
    'Whether it was done is unknown. Do not use it again for the same; tell the caller honestly.',
} as const;

/** A talk with another owner, and what that one has to do so that it goes on. */
export interface TakenOver {
  readonly conversation: OpenConversation;
  /** Tools that have done nothing yet: they are run. */
  readonly unfinished: readonly AskedTool[];
}

/**
 * A talk under a new owner: what a tool may have done is not done again. Its model is gone with the
 * owner before, as one is whose session was lost.
 * @param isAction whether a tool of this name changes something in the world
 */
export function takeOver(open: OpenConversation, isAction: (tool: string) => boolean): TakenOver {
  const toolUses = open.toolUses.map((use) => withoutOwner(use, isAction));
  return {
    conversation: { ...open, turns: noted(open), toolUses },
    unfinished: toolUses.flatMap(({ toolUseId, name, stage, input }) =>
      stage === 'asked' && input !== undefined ? [{ toolUseId, name, input }] : [],
    ),
  };
}

/** The turn in which a tool was lost tells so. */
function noted({ turns, toolUses }: OpenConversation): OpenConversation['turns'] {
  const lost = toolUses.filter(({ stage }) => stage === 'running');
  const tools = lost.map(({ name }) => ({ name, outcome: 'unknown' as const }));
  return turns.map((turn, index) =>
    index === turns.length - 1 ? { ...turn, tools: [...turn.tools, ...tools] } : turn,
  );
}

function withoutOwner(use: OpenToolUse, isAction: (tool: string) => boolean): OpenToolUse {
  if (use.stage !== 'running') return use;
  return { ...use, stage: 'lost', ...(!isAction(use.name) && { harmless: true }) };
}
