import type { SpeechEvent } from './speech-event';

/** Port: one live conversation with a speech-to-speech model. */
export interface SpeechSession {
  /**
   * What the model says and hears, in order. Ends when the session was closed; an end that nobody
   * asked for is thrown as a named error that knows whether to retry. Iterate it once.
   */
  readonly events: AsyncIterable<SpeechEvent>;
  /**
   * Caller audio, PCM16 mono at the session's input rate. Never blocks, never throws. The session
   * keeps the array for a while: do not write to it again.
   */
  sendAudio(pcm: Int16Array): void;
  /** Words for the model to answer that the caller did not speak, such as keys that were pressed. */
  sendText(text: string): void;
  /** Answers a `tool-use` event; a `result` that JSON cannot hold is told as a failure. */
  sendToolResult(toolUseId: string, result: unknown): void;
  /** Says goodbye to the model and waits until the connection is gone. Safe to call twice. */
  close(): Promise<void>;
}

export interface SpeechTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
}

export interface HistoryMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

export interface SpeechSessionOptions {
  readonly modelId: string;
  readonly voiceId: string;
  readonly systemPrompt: string;
  readonly tools: readonly SpeechTool[];
  /** Said before, oldest first; sent once, before any audio. */
  readonly history: readonly HistoryMessage[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
  readonly endpointingSensitivity: 'HIGH' | 'MEDIUM' | 'LOW';
  readonly inputSampleRateHz: 8000 | 16000;
  readonly outputSampleRateHz: 8000 | 16000 | 24000;
}

/** Port: a speech-to-speech model. */
export interface SpeechEngine {
  open(options: SpeechSessionOptions): SpeechSession;
}
