declare module '@echogarden/fvad-wasm' {
  /** The parts of libfvad's C interface (fvad.h) that are used; pointers are byte offsets. */
  export interface FvadModule {
    /** Replaced whenever the memory grows: read it anew after each call. */
    readonly HEAP16: Int16Array;
    _malloc(bytes: number): number;
    _fvad_new(): number;
    _fvad_set_mode(state: number, mode: number): number;
    _fvad_set_sample_rate(state: number, sampleRateHz: number): number;
    /** 1 for a voice, 0 for none, -1 for a frame of a wrong length. */
    _fvad_process(state: number, framePointer: number, samples: number): number;
    _fvad_free(state: number): void;
  }
  export default function fvad(): Promise<FvadModule>;
}
