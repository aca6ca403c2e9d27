import { joined } from './joined';
import { FAINTEST_CALLER, power } from './loudness';
import type { GatedStretch } from './caller-gate';

/** Kept ahead of the first sound that may be the caller: a voice is there before it is detected. */
const KEPT_MS = 600;
const KEPT_SAMPLES = KEPT_MS * 8;

const NOTHING = new Int16Array(0);

export interface LedStretch {
  /** What the model should hear. */
  readonly sound: Int16Array;
  /** How many samples are heard, or done with, by this stretch. */
  readonly passedSamples: number;
}

/**
 * Leaves out the quiet with which a backlog begins. Whoever takes a call over has to hear what the
 * caller said meanwhile, as fast as it can; most of it is a caller who waits. From the first sound
 * that may be the caller on, and once the sound comes as it is spoken, everything passes.
 */
export class BacklogLead {
  readonly #kept: Int16Array[] = [];
  #keptSamples = 0;
  #isOver = false;

  /** @param isBacklog whether the stretch was there before anybody heard this call */
  push({ pcm, speaking }: GatedStretch, isBacklog: boolean): LedStretch {
    if (this.#isOver) return { sound: pcm, passedSamples: pcm.length };
    const keptBefore = this.#keptSamples;
    this.#kept.push(pcm);
    this.#keptSamples += pcm.length;
    this.#isOver = !isBacklog || speaking || power(pcm) >= FAINTEST_CALLER;
    if (this.#isOver) {
      const sound = joined(this.#kept.splice(0));
      return { sound, passedSamples: sound.length };
    }
    this.#forget();
    return { sound: NOTHING, passedSamples: pcm.length + keptBefore - this.#keptSamples };
  }

  #forget(): void {
    for (
      let oldest = this.#kept[0];
      oldest && this.#keptSamples - oldest.length >= KEPT_SAMPLES;
      oldest = this.#kept[0]
    ) {
      this.#keptSamples -= oldest.length;
      this.#kept.shift();
    }
  }
}
