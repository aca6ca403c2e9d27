import type { AgentFiles } from '../files/agent-files';

/** The least that an agent's file may hold. */
export const agentFile = {
  agentId: 'bank',
  description: 'A bank.',
  language: 'en-US',
  greeting: 'Hello.',
  speech: { modelId: 'model-1', voiceId: 'matthew' },
  phraseVoice: { voiceId: 'Matthew' },
  transfer: { queueArn: 'arn:queue' },
};

export const toolFile = {
  name: 'end_call',
  description: 'Ends the call.',
  input_schema: { type: 'object' },
  instruction: 'Use it after the farewell.',
  category: 'call-control',
};

/** A whole agent's folder; `changes` are files beside or instead of it, undefined takes one away. */
export function agentFolder(changes: Record<string, unknown> = {}): AgentFiles {
  const files = {
    'agent.json': agentFile,
    'prompt.md': 'You work for a bank.\n',
    'tools/end_call.json': toolFile,
    ...changes,
  };
  return new Map(
    Object.entries(files)
      .filter(([, content]) => content !== undefined)
      .map(([path, content]) => [
        path,
        typeof content === 'string' ? content : JSON.stringify(content),
      ]),
  );
}
