import type { Resampler } from '@patchbay/audio';

/** Takes every n-th sample: no conversion to listen to, but its loudness is right. */
export class EveryNthSample implements Resampler {
  readonly #step: number;
  /** Samples to leave out before the next one. */
  #skip = 0;

  constructor(step: number) {
    this.#step = step;
  }

  push(pcm: Int16Array): Int16Array {
    const taken = new Int16Array(Math.ceil(Math.max(0, pcm.length - this.#skip) / this.#step));
    for (let i = 0; i < taken.length; i++) taken[i] = pcm[this.#skip + i * this.#step] ?? 0;
    this.#skip += taken.length * this.#step - pcm.length;
    return taken;
  }

  flush(): Int16Array {
    this.#skip = 0;
    return new Int16Array(0);
  }

  close(): void {
    // Holds nothing.
  }
}
