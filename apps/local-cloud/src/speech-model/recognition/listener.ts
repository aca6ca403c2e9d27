import type { Decoder } from 'soundswallower';
import { isConfident, type ScoredWord } from './confidence';
import type { Recognition } from './recogniser';

/** The decoder computes its features over its input as it comes; more at a time gains nothing. */
const PIECE_SAMPLES = 256;
const FULL_SCALE = 32_768;

/** One session's ear: a decoder, utterance by utterance. */
export class Listener {
  readonly decoder: Decoder;
  #listening = false;

  constructor(decoder: Decoder) {
    this.decoder = decoder;
  }

  /** PCM16 mono at 8 kHz. The first sound after a result begins the next utterance. */
  hear(pcm: Int16Array): void {
    if (!this.#listening) this.decoder.start();
    this.#listening = true;
    const samples = Float32Array.from(pcm, (sample) => sample / FULL_SCALE);
    for (let offset = 0; offset < samples.length; offset += PIECE_SAMPLES) {
      this.decoder.process_audio(samples.subarray(offset, offset + PIECE_SAMPLES));
    }
  }

  /** The utterance is over: what was it? */
  finish(): Recognition {
    if (!this.#listening) return { text: '', confident: false };
    this.#listening = false;
    this.decoder.stop();
    const text = this.decoder.get_text();
    return { text, confident: text !== '' && isConfident(this.#words()) };
  }

  #words(): ScoredWord[] {
    const words = this.decoder.get_alignment({ align_level: 0 }).w ?? [];
    return words.map(({ t, d, p }) => ({ text: t, durationS: d, score: p }));
  }
}
