import { SAMPLES_PER_MS } from './call-audio';
import { isLaterFragment } from './fragment-number';
import type { MediaReaderSettings } from './settings';

/** A block of the caller's track, as far as it matters for what was heard already. */
export interface CallerBlock {
  readonly fragmentNumber: string;
  /** Samples of this track before the block in its fragment. */
  readonly samplesBefore: number;
  readonly timestampMs: number;
  readonly samples: number;
}

/** What of a block is new, and what is missing before it; in samples. */
export interface Admission {
  readonly skip: number;
  readonly silence: number;
}

/**
 * Remembers how far a call was heard, so that a replayed fragment adds nothing and a missing one
 * leaves a silence of its length. Pure: it is told of blocks and answers.
 */
export class HeardAudio {
  readonly #startMs: number;
  readonly #settings: MediaReaderSettings;
  #untilMs: number | undefined;
  /** The fragment that was heard in part, and how many samples of it. */
  #fragment = { number: '', samples: 0 };
  #lastWhole: string | undefined;
  #gaps = 0;
  #gapMs = 0;

  constructor(startMs: number, lastWhole: string | undefined, settings: MediaReaderSettings) {
    this.#startMs = startMs;
    this.#lastWhole = lastWhole;
    this.#settings = settings;
  }

  /** Where the next sound is expected, epoch milliseconds; undefined before the first. */
  get untilMs(): number | undefined {
    return this.#untilMs;
  }

  /** The fragment that nothing more is expected of. */
  get lastWhole(): string | undefined {
    return this.#lastWhole;
  }

  get gaps(): { readonly count: number; readonly lengthMs: number } {
    return { count: this.#gaps, lengthMs: this.#gapMs };
  }

  isWhole(fragmentNumber: string): boolean {
    if (this.#lastWhole === undefined || fragmentNumber === '') return false;
    return !isLaterFragment(fragmentNumber, this.#lastWhole);
  }

  /** Whether some of this fragment was heard before the session was cut. */
  isPartlyHeard(fragmentNumber: string): boolean {
    return fragmentNumber !== '' && fragmentNumber === this.#fragment.number;
  }

  markWhole(fragmentNumber: string): void {
    if (fragmentNumber !== '' && !this.isWhole(fragmentNumber)) this.#lastWhole = fragmentNumber;
  }

  /** Another contact's sound came first: nothing of ours was heard yet. */
  forget(): void {
    this.#untilMs = undefined;
    this.#fragment = { number: '', samples: 0 };
  }

  /** Decides on a block and counts what is new of it as heard. */
  admit(block: CallerBlock): Admission {
    const skip = Math.min(this.#heardSamples(block), block.samples);
    if (skip === block.samples) return { skip, silence: 0 };
    const silence = this.#missingBefore(block.timestampMs + skip / SAMPLES_PER_MS);
    this.#untilMs = block.timestampMs + block.samples / SAMPLES_PER_MS;
    this.#fragment = {
      number: block.fragmentNumber,
      samples: block.samplesBefore + block.samples,
    };
    return { skip, silence };
  }

  /** By position where the same fragment is replayed, by time elsewhere. */
  #heardSamples(block: CallerBlock): number {
    const early = Math.ceil((this.#startMs - block.timestampMs) * SAMPLES_PER_MS);
    if (this.isPartlyHeard(block.fragmentNumber)) {
      return Math.max(0, early, this.#fragment.samples - block.samplesBefore);
    }
    const overlapMs = (this.#untilMs ?? block.timestampMs) - block.timestampMs;
    const isOverlap = overlapMs > this.#settings.gapToleranceMs;
    return Math.max(0, early, isOverlap ? Math.ceil(overlapMs * SAMPLES_PER_MS) : 0);
  }

  #missingBefore(timestampMs: number): number {
    const gapMs = timestampMs - (this.#untilMs ?? timestampMs);
    if (gapMs <= this.#settings.gapToleranceMs) return 0;
    this.#gaps++;
    this.#gapMs += gapMs;
    return gapMs > this.#settings.longestFillMs ? 0 : Math.round(gapMs * SAMPLES_PER_MS);
  }
}
