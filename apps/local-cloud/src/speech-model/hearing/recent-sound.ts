import { joined } from '@patchbay/audio';

/** The last of a stream of samples, addressed by their position in the stream. */
export class RecentSound {
  readonly #keptSamples: number;
  #sound = new Int16Array(0);
  #end = 0;

  /** @param keptSamples how far back `between` reaches behind the last push */
  constructor(keptSamples: number) {
    this.#keptSamples = keptSamples;
  }

  /** Behind the last sample. */
  get end(): number {
    return this.#end;
  }

  push(pcm: Int16Array): void {
    const kept = this.#sound.subarray(Math.max(0, this.#sound.length - this.#keptSamples));
    this.#sound = joined([kept, pcm]);
    this.#end += pcm.length;
  }

  /** The samples from `start` up to `end`; silence where they are no longer kept, or not yet there. */
  between(start: number, end: number): Int16Array {
    const first = this.#end - this.#sound.length;
    const from = Math.max(start, first);
    const sound = new Int16Array(end - start);
    sound.set(this.#sound.subarray(from - first, Math.max(from, end) - first), from - start);
    return sound;
  }
}
