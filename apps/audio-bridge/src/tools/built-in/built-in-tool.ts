import type { AgentDefinition, KnowledgeIndex } from '@patchbay/agent';
import type { Clock, Logger, ObjectStore } from '@patchbay/platform';
import type { z } from 'zod';
import type { Checkpoint } from '../../checkpoint';
import type { Conversation } from '../../conversation/conversation';
import type { AskKeys } from '../../keypad';

/** What a tool of the bridge's own works on: one call. */
export interface BuiltInContext {
  readonly agent: AgentDefinition;
  readonly conversation: Pick<Conversation, 'endWith'>;
  readonly checkpoint: Checkpoint;
  /** Where callbacks and voicemails are stored. */
  readonly requests: ObjectStore;
  readonly knowledge: KnowledgeIndex;
  readonly askKeys: AskKeys;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One use of the tool; `id` is the same for no other, and safe in an object's key. */
export interface Use {
  readonly id: string;
}

export interface BuiltInTool {
  readonly input: z.ZodType;
  run(input: never, use: Use): unknown;
}

/** Ties a tool's input schema to its work, so that neither can be given without the other. */
export function defineTool<Schema extends z.ZodType>(
  input: Schema,
  run: (input: z.output<Schema>, use: Use) => unknown,
): BuiltInTool {
  return { input, run };
}
