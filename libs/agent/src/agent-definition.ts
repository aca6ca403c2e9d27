import type { AgentFile } from './agent-file';
import type { Passage } from './knowledge/passage';
import type { ToolDefinition } from './tool-file';

/** Named steps that the prompt refers to. */
export interface Workflow {
  readonly name: string;
  readonly text: string;
}

/** An agent, whole: its file and everything else in its folder. */
export interface AgentDefinition extends Omit<AgentFile, 'tools'> {
  readonly prompt: string;
  readonly workflows: readonly Workflow[];
  readonly tools: readonly ToolDefinition[];
  /** The knowledge base, passage by passage. */
  readonly knowledge: readonly Passage[];
}
