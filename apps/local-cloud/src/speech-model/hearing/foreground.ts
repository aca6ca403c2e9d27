import type { VoiceActivity } from '@patchbay/audio';

/**
 * Speech over a telephone has some -26 dB of full scale (ITU-T P.56); a voice this much fainter
 * (-36 dB) is somewhere behind the caller. Nova Sonic is robust to such background (Amazon Nova 2
 * user guide, "Speech-to-Speech"); the local detector alone would take it for the caller.
 */
const FAINTEST_VOICE = 32_768 * 10 ** (-36 / 20);

/** A detector that does not hear voices in the background. */
export function foregroundOnly(voice: VoiceActivity): VoiceActivity {
  return {
    // Asked in any case: it adapts to the line.
    isSpeech: (frame) => voice.isSpeech(frame) && level(frame) >= FAINTEST_VOICE,
    close: () => voice.close(),
  };
}

/** Root mean square. */
const level = (frame: Int16Array) =>
  Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length);

const FRAME_SAMPLES = 160;
/** Kept on both sides of what is loud enough: soft consonants belong to the words beside them. */
export const MARGIN_SAMPLES = 3 * FRAME_SAMPLES;

/**
 * Silences the background between the words (PCM16, 8 kHz): a recogniser would make words of it.
 * @param sound with {@link MARGIN_SAMPLES} before and behind what is wanted, which are not returned
 */
export function withoutBackground(sound: Int16Array): Int16Array {
  const clean = new Int16Array(sound.length);
  for (let at = 0; at < sound.length; at += FRAME_SAMPLES) {
    if (level(sound.subarray(at, at + FRAME_SAMPLES)) < FAINTEST_VOICE) continue;
    const from = Math.max(0, at - MARGIN_SAMPLES);
    clean.set(sound.subarray(from, at + FRAME_SAMPLES + MARGIN_SAMPLES), from);
  }
  return clean.subarray(MARGIN_SAMPLES, clean.length - MARGIN_SAMPLES);
}
