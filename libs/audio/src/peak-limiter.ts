import { joined } from './joined';

/**
 * −3 dBFS. The room above is for the low-pass of the resampler: the fundamental of a square wave
 * is 4/π (2.1 dB) higher than the wave, and rises by that much when its harmonics are filtered out.
 */
export const LIMITER_CEILING = 23197;

/** Time in which the gain falls ahead of a peak: slow enough not to click. */
const ATTACK_MS = 3;
/** Time in which the gain would rise from silence to one: slow enough not to pump within a word. */
const RELEASE_MS = 200;

/**
 * Keeps the peaks of one stream of PCM16 mono at or below a ceiling by turning them down smoothly,
 * and hands on sound that needs nothing sample for sample. Bit-identical under any chunking;
 * it holds {@link ATTACK_MS} back so as to see a peak coming. Put it before the resampler, where
 * a peak is still whole.
 */
export class PeakLimiter {
  readonly #ceiling: number;
  readonly #attackSamples: number;
  readonly #releaseStep: number;
  #held = new Int16Array(0);
  /** Undefined while all of them are one, which is nearly always. */
  #heldGains: Float64Array | undefined;

  constructor(sampleRateHz: number, ceiling = LIMITER_CEILING) {
    this.#ceiling = ceiling;
    this.#attackSamples = Math.round((ATTACK_MS * sampleRateHz) / 1000);
    this.#releaseStep = 1000 / (RELEASE_MS * sampleRateHz);
  }

  /** The samples whose gain is settled: all but the last {@link ATTACK_MS}. */
  push(pcm: Int16Array): Int16Array {
    const samples = joined([this.#held, pcm]);
    const isUntouched = !this.#heldGains && !exceeds(pcm, this.#ceiling);
    const gains = isUntouched ? undefined : this.#gainsOf(samples);
    const ready = Math.max(0, samples.length - this.#attackSamples);
    this.#held = samples.slice(ready);
    const heldGains = gains?.slice(ready);
    this.#heldGains = heldGains?.every((gain) => gain === 1) ? undefined : heldGains;
    return applied(gains, samples.subarray(0, ready));
  }

  /** The samples still held; the limiter is then as new. */
  flush(): Int16Array {
    const tail = applied(this.#heldGains, this.#held);
    this.#held = new Int16Array(0);
    this.#heldGains = undefined;
    return tail;
  }

  /** The gains of the held samples, lowered where a new peak needs it, and those of the new ones. */
  #gainsOf(samples: Int16Array): Float64Array {
    const gains = new Float64Array(samples.length).fill(1);
    if (this.#heldGains) gains.set(this.#heldGains);
    let gain = this.#heldGains?.at(-1) ?? 1;
    for (let i = this.#held.length; i < samples.length; i += 1) {
      gain = Math.min(1, gain + this.#releaseStep);
      const magnitude = Math.abs(samples[i] as number);
      if (magnitude * gain > this.#ceiling) {
        gain = this.#ceiling / magnitude;
        this.#fallTowards(gain, gains, i);
      }
      gains[i] = gain;
    }
    return gains;
  }

  /** A straight fall that reaches `gain` at the peak, wherever it is below the gain already there. */
  #fallTowards(gain: number, gains: Float64Array, peak: number): void {
    const first = Math.max(0, peak - this.#attackSamples);
    for (let i = first; i < peak; i += 1) {
      const rest = (peak - i) / (this.#attackSamples + 1);
      gains[i] = Math.min(gains[i] as number, gain + (1 - gain) * rest);
    }
  }
}

function exceeds(pcm: Int16Array, ceiling: number): boolean {
  for (let i = 0; i < pcm.length; i += 1) {
    const sample = pcm[i] as number;
    if (sample > ceiling || sample < -ceiling) return true;
  }
  return false;
}

function applied(gains: Float64Array | undefined, samples: Int16Array): Int16Array {
  if (!gains) return samples;
  return samples.map((sample, i) => Math.trunc(sample * (gains[i] as number)));
}
