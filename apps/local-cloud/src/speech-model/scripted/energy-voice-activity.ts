import type { VoiceActivity } from '@patchbay/audio';

/** Root mean square of a quiet but clear voice; line noise lies far below it. */
const SPEECH_RMS = 300;

/** Takes all that is loud for a voice: enough for a caller of recorded or synthesised speech. */
export class EnergyVoiceActivity implements VoiceActivity {
  isSpeech(frame: Int16Array): boolean {
    let energy = 0;
    for (const sample of frame) energy += sample * sample;
    return energy > SPEECH_RMS ** 2 * frame.length;
  }

  close(): void {
    // Holds nothing.
  }
}
