/** Port: text to speech for phrases that are known ahead. */
export interface Voice {
  /** Speaks plain text: PCM16 mono at 8 kHz. */
  speak(text: string, style: VoiceStyle): Promise<Int16Array>;
}

export interface VoiceStyle {
  readonly voiceId: string;
  readonly engine: 'standard' | 'neural' | 'generative' | 'long-form';
  readonly language: string;
}
