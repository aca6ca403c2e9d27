import {
  joined,
  ResamplerClosedError,
  UnsupportedSampleRateError,
  type Resampler,
  type ResamplerFactory,
} from '@patchbay/audio';
import { SpeexEngine } from './speex-engine';

/** Above every rate that sound is recorded at; keeps a damaged header from asking for a huge filter. */
const HIGHEST_RATE_HZ = 768_000;

/**
 * Loads SpeexDSP's resampler once and makes resamplers of it, for any pair of whole rates.
 * Sound is held back by 5 ms; SpeexDSP rounds to PCM16 and saturates, so limit peaks before it.
 */
export async function speexResamplerFactory(): Promise<ResamplerFactory> {
  const engine = await SpeexEngine.load();
  return (fromRateHz, toRateHz) => {
    if (!isRate(fromRateHz) || !isRate(toRateHz)) {
      throw new UnsupportedSampleRateError(fromRateHz, toRateHz);
    }
    if (fromRateHz === toRateHz) return new SameRate();
    return new SpeexResampler(engine, fromRateHz, toRateHz);
  };
}

const isRate = (rateHz: number) =>
  Number.isInteger(rateHz) && rateHz >= 1 && rateHz <= HIGHEST_RATE_HZ;

class SpeexResampler implements Resampler {
  readonly #engine: SpeexEngine;
  readonly #fromRateHz: number;
  readonly #toRateHz: number;
  /** 0 once closed. */
  #state: number;
  #samplesIn = 0;
  #samplesOut = 0;

  constructor(engine: SpeexEngine, fromRateHz: number, toRateHz: number) {
    this.#engine = engine;
    this.#fromRateHz = fromRateHz;
    this.#toRateHz = toRateHz;
    this.#state = engine.create(fromRateHz, toRateHz);
    if (this.#state === 0) throw new UnsupportedSampleRateError(fromRateHz, toRateHz);
  }

  push(pcm: Int16Array): Int16Array {
    this.#samplesIn += pcm.length;
    const ready = this.#process(pcm);
    this.#samplesOut += ready.length;
    return ready;
  }

  flush(): Int16Array {
    const total = Math.round((this.#samplesIn * this.#toRateHz) / this.#fromRateHz);
    const tail = this.#process(this.#silenceBehindTheTail()).slice(0, total - this.#samplesOut);
    this.#engine.reset(this.#state);
    this.#samplesIn = 0;
    this.#samplesOut = 0;
    return tail;
  }

  close(): void {
    if (this.#state !== 0) this.#engine.destroy(this.#state);
    this.#state = 0;
  }

  /** Drives the last sample out of the filter: its delay, and an output step for rounding. */
  #silenceBehindTheTail(): Int16Array {
    const step = Math.ceil(this.#fromRateHz / this.#toRateHz);
    return new Int16Array(this.#engine.delaySamples(this.#openState()) + step + 1);
  }

  #openState(): number {
    if (this.#state === 0) throw new ResamplerClosedError();
    return this.#state;
  }

  #process(pcm: Int16Array): Int16Array {
    const blocks = [...this.#engine.process(this.#openState(), pcm)];
    const [only = new Int16Array(0)] = blocks;
    return blocks.length > 1 ? joined(blocks) : only;
  }
}

/** For two equal rates: a filter would only take away from the sound. */
class SameRate implements Resampler {
  push(pcm: Int16Array): Int16Array {
    return pcm.slice();
  }

  flush(): Int16Array {
    return new Int16Array(0);
  }

  close(): void {
    // Holds nothing.
  }
}
