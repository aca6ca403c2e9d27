import { joined } from './joined';
import { firstAudible } from './silence';
import { TELEPHONE_RATE_HZ } from './write-wav';

/** Kept ahead of the first audible sample, for a soft consonant swells out of the quiet. */
const KEPT_MS = 30;
const KEPT_SAMPLES = (KEPT_MS * TELEPHONE_RATE_HZ) / 1000;

/**
 * Leaves out the quiet ahead of the first sound of one reply, PCM16 mono at 8 kHz, all but the
 * last {@link KEPT_MS}: the caller, who waits, would wait for it too. The same under any chunking.
 */
export class QuietLead {
  #hasBegun = false;
  #held = new Int16Array(0);

  /** What is left of this sound; nothing while it is quiet. */
  push(pcm: Int16Array): Int16Array {
    if (this.#hasBegun) return pcm;
    const sound = joined([this.#held, pcm]);
    const first = firstAudible(sound);
    this.#hasBegun = first >= 0;
    if (this.#hasBegun) return sound.subarray(Math.max(0, first - KEPT_SAMPLES));
    this.#held = sound.slice(-KEPT_SAMPLES);
    return sound.subarray(0, 0);
  }
}
