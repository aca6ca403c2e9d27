import SpeexResampler, { type SpeexModule } from '@echogarden/speex-resampler-wasm/simd';

/** SpeexDSP's scale runs from 0 to 10; from 5 on images and aliases stay 100 dB down. */
const QUALITY = 5;
const MONO = 1;
/** One block carries 100 ms of sound at 24 kHz or 500 ms at 8 kHz; longer input takes several. */
const BLOCK_SAMPLES = 4096;

/**
 * SpeexDSP in WebAssembly, shared by all resamplers of the process. Calls are synchronous, so one
 * pair of transfer buffers serves them all; each resampler owns only its filter state (2 to 10 KB).
 */
export class SpeexEngine {
  readonly #module: SpeexModule;
  readonly #input: number;
  readonly #output: number;
  /** Two C integers: the lengths of input and output, given and then done. */
  readonly #lengths: number;

  private constructor(module: SpeexModule) {
    this.#module = module;
    this.#input = module._malloc(BLOCK_SAMPLES * 2);
    this.#output = module._malloc(BLOCK_SAMPLES * 2);
    this.#lengths = module._malloc(8);
  }

  static async load(): Promise<SpeexEngine> {
    return new SpeexEngine(await SpeexResampler());
  }

  /** A new filter state that skips its own delay, or 0 when there is none for these rates. */
  create(fromRateHz: number, toRateHz: number): number {
    const errorPointer = this.#lengths;
    const state = this.#module._speex_resampler_init(
      MONO,
      fromRateHz,
      toRateHz,
      QUALITY,
      errorPointer,
    );
    if (state !== 0) this.#module._speex_resampler_skip_zeros(state);
    return state;
  }

  /** The filter's delay in input samples. */
  delaySamples(state: number): number {
    return this.#module._speex_resampler_get_input_latency(state);
  }

  reset(state: number): void {
    this.#module._speex_resampler_reset_mem(state);
    this.#module._speex_resampler_skip_zeros(state);
  }

  destroy(state: number): void {
    this.#module._speex_resampler_destroy(state);
  }

  /** Feeds all of `pcm`; yields what comes out, block by block. */
  *process(state: number, pcm: Int16Array): Generator<Int16Array> {
    let fed = 0;
    while (fed < pcm.length) {
      const block = pcm.subarray(fed, fed + BLOCK_SAMPLES);
      this.#module.HEAP16.set(block, this.#input >> 1);
      const { taken, given } = this.#processBlock(state, block.length);
      fed += taken;
      const start = this.#output >> 1;
      if (given > 0) yield this.#module.HEAP16.slice(start, start + given);
    }
  }

  #processBlock(state: number, length: number): { taken: number; given: number } {
    const lengths = this.#lengths >> 2;
    this.#module.HEAP32.set([length, BLOCK_SAMPLES], lengths);
    this.#module._speex_resampler_process_int(
      state,
      0,
      this.#input,
      this.#lengths,
      this.#output,
      this.#lengths + 4,
    );
    const [taken = 0, given = 0] = this.#module.HEAP32.subarray(lengths, lengths + 2);
    return { taken, given };
  }
}
