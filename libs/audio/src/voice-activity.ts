/**
 * Port: tells a voice from other sound, frame by frame of 10, 20 or 30 ms of PCM16 mono at 8 kHz.
 * It adapts to the line, so one instance hears one stream, in order.
 */
export interface VoiceActivity {
  isSpeech(frame: Int16Array): boolean;
  /** Frees what the detector holds; every later use of it is refused. May be called twice. */
  close(): void;
}

export type VoiceActivityFactory = () => VoiceActivity;
