/** Half a second at 8 kHz; a longer phrase doubles it. */
const FIRST_CAPACITY = 4000;

/** Samples that grow at the end and are taken from the start, in memory that is used again. */
export class SampleBuffer {
  #samples = new Int16Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(pcm: Int16Array): void {
    const length = this.#length + pcm.length;
    if (length > this.#samples.length) this.#grow(length);
    this.#samples.set(pcm, this.#length);
    this.#length = length;
  }

  /** A view; it holds until the next change. */
  view(start: number, end: number): Int16Array {
    return this.#samples.subarray(start, Math.min(end, this.#length));
  }

  /** Removes the first samples. */
  take(samples: number): Int16Array {
    const taken = this.#samples.slice(0, samples);
    this.#samples.copyWithin(0, samples, this.#length);
    this.#length -= samples;
    return taken;
  }

  #grow(length: number): void {
    const larger = new Int16Array(Math.max(length, 2 * this.#samples.length));
    larger.set(this.view(0, this.#length));
    this.#samples = larger;
  }
}
