import { joined } from '@patchbay/audio';
import { SAMPLES_PER_MS } from './media-clock';

/** Where the caller telephones: what their telephone picks up besides their voice. */
export interface Surroundings {
  /** A loudspeaker: what the caller is played comes back, so much quieter and so much later. */
  readonly echo?: { readonly gainDb: number; readonly delayMs: number };
  /** Sound that never ends, such as a television: PCM16, 8 kHz, played over and over. */
  readonly background?: Int16Array;
}

/** The room gives the loudspeaker's sound back a second time, half as strong. */
const REFLECTION_AFTER_MS = 5;
const REFLECTION_GAIN = 0.5;

/** The caller's microphone, block by block. */
export class Microphone {
  readonly #background: Int16Array;
  readonly #echoGain: number;
  /** What was played and may still come back. */
  #played: Int16Array;
  #passed = 0;

  constructor({ echo, background = new Int16Array(0) }: Surroundings = {}) {
    this.#background = background;
    this.#echoGain = echo ? 10 ** (echo.gainDb / 20) : 0;
    const wayMs = echo ? echo.delayMs + REFLECTION_AFTER_MS : 0;
    this.#played = new Int16Array(wayMs * SAMPLES_PER_MS);
  }

  /** What goes down the line; both blocks are of the same moments (PCM16, 8 kHz). */
  pickUp(voice: Int16Array, played: Int16Array): Int16Array {
    if (this.#echoGain === 0 && this.#background.length === 0) return voice;
    const echoes = this.#echoOf(played);
    const start = this.#passed;
    this.#passed += voice.length;
    return voice.map((sample, i) =>
      clipped(sample + (echoes[i] ?? 0) + this.#backgroundAt(start + i)),
    );
  }

  #backgroundAt(sample: number): number {
    return this.#background[sample % this.#background.length] ?? 0;
  }

  #echoOf(played: Int16Array): readonly number[] {
    if (this.#echoGain === 0) return [];
    const source = joined([this.#played, played]);
    this.#played = source.slice(played.length);
    const reflection = REFLECTION_AFTER_MS * SAMPLES_PER_MS;
    return Array.from(played, (_, i) => {
      const direct = source[i + reflection] ?? 0;
      return this.#echoGain * (direct + REFLECTION_GAIN * (source[i] ?? 0));
    });
  }
}

const clipped = (sample: number) => Math.max(-32768, Math.min(32767, Math.round(sample)));
