import { SAMPLES_PER_MS } from './media-clock';

interface Segment {
  readonly startSample: number;
  readonly pcm: Int16Array;
}

const sampleAt = (atMs: number) => Math.round(atMs * SAMPLES_PER_MS);

/** One direction of a line: sounds laid on a time line, read off in order; the rest is silence. */
export class Track {
  #segments: Segment[] = [];
  #readTo = 0;

  /** Lays a sound at that time, or where reading has got to if that is later. @returns its start */
  place(atMs: number, pcm: Int16Array): number {
    const startSample = Math.max(sampleAt(atMs), this.#readTo);
    this.#segments.push({ startSample, pcm });
    return startSample / SAMPLES_PER_MS;
  }

  /** Silences everything from that time on. */
  cut(atMs: number): void {
    const end = Math.max(sampleAt(atMs), this.#readTo);
    this.#segments = this.#segments
      .filter(({ startSample }) => startSample < end)
      .map(({ startSample, pcm }) => ({ startSample, pcm: pcm.subarray(0, end - startSample) }));
  }

  /** The samples from one time to another; times only go forward. */
  read(fromMs: number, toMs: number): Int16Array {
    const start = sampleAt(fromMs);
    const block = new Int16Array(Math.max(0, sampleAt(toMs) - start));
    for (const segment of this.#segments) copyOverlap(segment, block, start);
    this.#readTo = start + block.length;
    this.#segments = this.#segments.filter((segment) => endOf(segment) > this.#readTo);
    return block;
  }
}

const endOf = ({ startSample, pcm }: Segment) => startSample + pcm.length;

function copyOverlap(segment: Segment, block: Int16Array, blockStart: number): void {
  const from = Math.max(segment.startSample, blockStart);
  const to = Math.min(endOf(segment), blockStart + block.length);
  if (from >= to) return;
  const { startSample, pcm } = segment;
  block.set(pcm.subarray(from - startSample, to - startSample), from - blockStart);
}
