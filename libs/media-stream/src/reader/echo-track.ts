import { SAMPLES_PER_MS } from './call-audio';

/** A few fragments; more means that the caller's track is missing and nobody will ask for this. */
const MAX_BLOCKS = 64;

interface EchoBlock {
  readonly startMs: number;
  readonly pcm: Int16Array;
}

const endMs = ({ startMs, pcm }: EchoBlock) => startMs + pcm.length / SAMPLES_PER_MS;

/** What the caller was played, kept until the caller's sound of the same moments comes along. */
export class EchoTrack {
  #blocks: EchoBlock[] = [];

  push(startMs: number, pcm: Int16Array): void {
    this.#blocks.push({ startMs, pcm });
    if (this.#blocks.length > MAX_BLOCKS) this.#blocks.shift();
  }

  /** Whether everything up to this moment has arrived. */
  reaches(momentMs: number): boolean {
    const last = this.#blocks.at(-1);
    return last !== undefined && endMs(last) >= momentMs;
  }

  /** The stretch from `startMs`; silent where nothing is known. Older sound is forgotten. */
  take(startMs: number, samples: number): Int16Array {
    this.#blocks = this.#blocks.filter((block) => endMs(block) > startMs);
    const [first] = this.#blocks;
    if (first?.startMs === startMs && first.pcm.length === samples) return first.pcm;
    const stretch = new Int16Array(samples);
    for (const block of this.#blocks) copyOverlap(block, startMs, stretch);
    return stretch;
  }
}

function copyOverlap(block: EchoBlock, startMs: number, stretch: Int16Array): void {
  const offset = Math.round((block.startMs - startMs) * SAMPLES_PER_MS);
  if (offset >= stretch.length) return;
  const from = Math.max(0, -offset);
  const at = Math.max(0, offset);
  stretch.set(block.pcm.subarray(from, from + stretch.length - at), at);
}
