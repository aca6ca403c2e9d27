declare module '@echogarden/speex-resampler-wasm/simd' {
  /** The parts of SpeexDSP's C interface (speex_resampler.h) that are used; pointers are byte offsets. */
  export interface SpeexModule {
    /** Replaced whenever the memory grows: read it anew after each call. */
    readonly HEAP16: Int16Array;
    readonly HEAP32: Int32Array;
    _malloc(bytes: number): number;
    _speex_resampler_init(
      channels: number,
      fromRateHz: number,
      toRateHz: number,
      quality: number,
      errorPointer: number,
    ): number;
    _speex_resampler_skip_zeros(state: number): number;
    _speex_resampler_reset_mem(state: number): number;
    /** The filter's delay in input samples. */
    _speex_resampler_get_input_latency(state: number): number;
    _speex_resampler_process_int(
      state: number,
      channel: number,
      inputPointer: number,
      inputLengthPointer: number,
      outputPointer: number,
      outputLengthPointer: number,
    ): number;
    _speex_resampler_destroy(state: number): void;
  }
  export default function SpeexResampler(): Promise<SpeexModule>;
}
