export interface HistoryMessage {
  readonly role: 'USER' | 'ASSISTANT';
  readonly text: string;
}

/** All that was said before the caller's audio begins. */
export interface Prompt {
  readonly promptName: string;
  readonly systemText: string;
  readonly history: readonly HistoryMessage[];
  readonly voiceId: string;
  readonly inputRateHz: 8000 | 16000;
  readonly outputRateHz: 8000 | 16000 | 24000;
  readonly endpointingSensitivity: 'HIGH' | 'MEDIUM' | 'LOW';
}

/** What the client's events mean to the model. */
export type ModelInput =
  | { readonly type: 'opened'; readonly prompt: Prompt }
  /** PCM16 mono at the prompt's input rate. */
  | { readonly type: 'audio'; readonly pcm: Int16Array }
  /** Text of the caller's amid the talk. */
  | { readonly type: 'text'; readonly text: string }
  /** `content` is JSON text. */
  | { readonly type: 'tool-result'; readonly toolUseId: string; readonly content: string }
  | { readonly type: 'ended' };
