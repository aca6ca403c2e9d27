import {
  agentFileSchema,
  type AgentDefinition,
  type ToolDefinition,
  type ToolFile,
} from '@patchbay/agent';
import { AGENT_ID, QUEUE_ARN } from './a-call';

/** A tool without input, that the bridge itself runs. */
export const aTool = (facts: Partial<ToolDefinition> & Pick<ToolFile, 'name'>): ToolDefinition => ({
  description: `Does ${facts.name}.`,
  input_schema: { type: 'object' },
  instruction: `Use ${facts.name} when the caller wishes.`,
  category: 'action',
  handler: { kind: 'built-in' },
  ...facts,
});

/** An agent that can end a call and hand it over; name only what the test is about. */
export const anAgent = (facts: Partial<AgentDefinition> = {}): AgentDefinition => ({
  ...agentFileSchema.parse({
    agentId: AGENT_ID,
    description: 'Answers questions about accounts.',
    language: 'en-US',
    greeting: 'Welcome. I am a digital assistant and this call is recorded.',
    speech: { modelId: 'a-model', voiceId: 'a-voice' },
    phraseVoice: { voiceId: 'Joanna' },
    transfer: { queueArn: QUEUE_ARN },
  }),
  prompt: 'You help.',
  workflows: [],
  tools: [aTool({ name: 'end_call' }), aTool({ name: 'transfer_to_agent' })],
  knowledge: [],
  ...facts,
});
