interface Chunk {
  readonly start: number;
  readonly pcm: Int16Array;
}

/**
 * The caller's audio on its way to the session that is to hear it: waiting while there is none,
 * and kept as long as another one may have to hear it again. Positions count samples from the
 * start. Never copies sound.
 */
export class CallerAudio {
  readonly #longestSamples: number;
  #chunks: Chunk[] = [];
  #end = 0;
  #givenTo = 0;

  /** @param longestSamples what is kept at most; older sound is lost */
  constructor(longestSamples: number) {
    this.#longestSamples = longestSamples;
  }

  push(pcm: Int16Array): void {
    this.#chunks.push({ start: this.#end, pcm });
    this.#end += pcm.length;
    this.#dropWhile((chunk) => this.#end - endOf(chunk) >= this.#longestSamples);
  }

  /** All that was not given yet, in order; with it, it is. */
  take(): Int16Array[] {
    const fresh = this.#chunks.filter((chunk) => endOf(chunk) > this.#givenTo);
    const pieces = fresh.map(({ start, pcm }) => pcm.subarray(Math.max(0, this.#givenTo - start)));
    this.#givenTo = this.#end;
    return pieces;
  }

  /** Everything from `position` on, as far as it is kept, counts as not given. */
  giveAgainFrom(position: number): void {
    this.#givenTo = Math.min(this.#givenTo, position);
  }

  /** What was given and lies before `position` is not needed again. */
  forgetBefore(position: number): void {
    this.#dropWhile((chunk) => endOf(chunk) <= Math.min(position, this.#givenTo));
  }

  #dropWhile(isNeedless: (chunk: Chunk) => boolean): void {
    const firstKept = this.#chunks.findIndex((chunk) => !isNeedless(chunk));
    if (firstKept !== 0) this.#chunks.splice(0, firstKept < 0 ? this.#chunks.length : firstKept);
  }
}

const endOf = ({ start, pcm }: Chunk) => start + pcm.length;
