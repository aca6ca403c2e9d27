/** The tools that the bridge itself runs; an agent has those for which it has a file. */
export const BUILT_IN_TOOLS = [
  'end_call',
  'transfer_to_agent',
  'schedule_callback',
  'take_voicemail',
  'save_fields',
  'search_knowledge',
  'collect_keys',
] as const;
export type BuiltInToolName = (typeof BUILT_IN_TOOLS)[number];

export const isBuiltInTool = (name: string): name is BuiltInToolName =>
  BUILT_IN_TOOLS.some((known) => known === name);
