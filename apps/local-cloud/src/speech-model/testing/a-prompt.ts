import type { Prompt } from '../protocol/model-input';

/** What a client has said before its audio. */
export function aPrompt(given: Partial<Prompt> = {}): Prompt {
  return {
    promptName: 'prompt-1',
    systemText: 'You help.',
    history: [],
    voiceId: 'matthew',
    inputRateHz: 8000,
    outputRateHz: 8000,
    endpointingSensitivity: 'MEDIUM',
    ...given,
  };
}
