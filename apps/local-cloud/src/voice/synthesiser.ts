import type { LocalVoice } from './local-voices';

export type { LocalVoice } from './local-voices';
export type VoiceRateHz = 8000 | 16000 | 24000;

/** One piece of work for the text-to-speech worker. */
export interface SpeechRequest {
  readonly text: string;
  readonly voice: LocalVoice;
  readonly sampleRateHz: VoiceRateHz;
}

/** Text to speech that needs no account; it works in a worker and never blocks its caller. */
export interface Synthesiser {
  /**
   * PCM16 mono at `sampleRateHz`; the array is the caller's to keep.
   * @throws WorkerCrashedError, WorkerRefusedError
   */
  speak(text: string, voice: LocalVoice, sampleRateHz: VoiceRateHz): Promise<Int16Array>;
  close(): Promise<void>;
}
