import { createHash } from 'node:crypto';
import {
  isBuiltInTool,
  ToolRefusedError,
  type BuiltInToolName,
  type ToolRunner,
} from '@patchbay/agent';
import type { BuiltInContext, BuiltInTool } from './built-in-tool';
import { collectKeys } from './collect-keys';
import { endCall, transferToAgent } from './end-the-call';
import { saveFields } from './save-fields';
import { scheduleCallback } from './schedule-callback';
import { searchKnowledge } from './search-knowledge';
import { takeVoicemail } from './take-voicemail';

const BUILT_IN: Readonly<Record<BuiltInToolName, (context: BuiltInContext) => BuiltInTool>> = {
  end_call: endCall,
  transfer_to_agent: transferToAgent,
  schedule_callback: scheduleCallback,
  take_voicemail: takeVoicemail,
  save_fields: saveFields,
  search_knowledge: searchKnowledge,
  collect_keys: collectKeys,
};

/** Runs the bridge's own tools for one call, whose state they keep. */
export function createBuiltInRunner(context: BuiltInContext): ToolRunner<'built-in'> {
  const made = new Map<BuiltInToolName, BuiltInTool>();
  return {
    async run({ name, toolUseId, input }) {
      if (!isBuiltInTool(name)) throw new ToolRefusedError('There is no such tool.');
      const tool = made.get(name) ?? BUILT_IN[name](context);
      made.set(name, tool);
      const parsed = tool.input.safeParse(input);
      if (!parsed.success) {
        const problems = parsed.error.issues.map(({ path, message }) =>
          [path.join('.') || 'input', message].join(': '),
        );
        throw new ToolRefusedError(problems.join('; '));
      }
      return tool.run(parsed.data as never, { id: digest(toolUseId) });
    },
  };
}

/** The model's name for a tool use is text from outside; its digest is a safe part of a key. */
const digest = (toolUseId: string) => createHash('sha256').update(toolUseId).digest('base64url');
