/**
 * Port: converts the sample rate of one stream of PCM16 mono. Stateful and bit-identical under any
 * chunking; one instance per call and direction. Output sample `k` is the input at time
 * `k / toRateHz`: the filter's delay shows only as samples held back.
 */
export interface Resampler {
  /** The samples that are ready so far; the array is the caller's to keep. */
  push(pcm: Int16Array): Int16Array;
  /**
   * The tail still held in the filter, so that in sum exactly `in * outRate / inRate` samples
   * (rounded) came out. The resampler is then as new and may take the next stream.
   */
  flush(): Int16Array;
  /** Frees what the resampler holds; every later use of it is refused. May be called twice. */
  close(): void;
}

/** @throws UnsupportedSampleRateError */
export type ResamplerFactory = (fromRateHz: number, toRateHz: number) => Resampler;
