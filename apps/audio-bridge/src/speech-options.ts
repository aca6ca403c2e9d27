import { systemPrompt, type AgentDefinition } from '@patchbay/agent';
import type { RenewingSessionOptions, SpeechTarget } from '@patchbay/speech';

/** Connect's 8 kHz caller audio is brought to the rate that the model hears best. */
export const MODEL_INPUT_RATE_HZ = 16000;
export const MODEL_OUTPUT_RATE_HZ = 24000;

export interface SpeechContext extends Pick<RenewingSessionOptions, 'contactId' | 'recall'> {
  /** Where the model is, for agents that do not say. */
  readonly region: string;
  /** So much of the caller's sound waits to be heard. */
  readonly backlogMs: number;
  readonly nowMs: number;
}

/** How a speech session for this agent is opened; the agent's greeting was played already. */
export function speechOptions(
  agent: AgentDefinition,
  { contactId, region, recall, backlogMs, nowMs }: SpeechContext,
): RenewingSessionOptions {
  const { voiceId, maxTokens, temperature, topP, endpointingSensitivity } = agent.speech;
  return {
    targets: speechTargets(agent.speech, region),
    contactId,
    voiceId,
    maxTokens,
    temperature,
    topP,
    endpointingSensitivity,
    systemPrompt: systemPrompt(agent, nowMs),
    tools: agent.tools.map(({ name, description, input_schema }) => ({
      name,
      description,
      inputSchema: input_schema,
    })),
    recall,
    backlogMs,
    inputSampleRateHz: MODEL_INPUT_RATE_HZ,
    outputSampleRateHz: MODEL_OUTPUT_RATE_HZ,
  };
}

/** The agent's model, then the one that is taken while the first is down. */
function speechTargets(
  { modelId, region, fallback }: AgentDefinition['speech'],
  deploymentRegion: string,
): [SpeechTarget, ...SpeechTarget[]] {
  const first = { modelId, region: region ?? deploymentRegion };
  if (!fallback) return [first];
  const second = {
    modelId: fallback.modelId ?? first.modelId,
    region: fallback.region ?? first.region,
  };
  return [first, second];
}
