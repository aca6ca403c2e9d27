import { decodeMulaw } from './mulaw';

/** Format tags of the `fmt ` chunk (Microsoft's mmreg.h). */
export const WAVE_FORMAT_PCM = 1;
export const WAVE_FORMAT_FLOAT = 3;
export const WAVE_FORMAT_MULAW = 7;
export const WAVE_FORMAT_EXTENSIBLE = 0xfffe;

export type WavEncoding = 'pcm8' | 'pcm16' | 'pcm24' | 'pcm32' | 'float32' | 'mulaw';

/** How the samples of one encoding become PCM16. */
export interface SampleFormat {
  readonly encoding: WavEncoding;
  readonly bytesPerSample: number;
  decode(data: Uint8Array): Int16Array;
}

const perSample =
  (bytesPerSample: number, read: (view: DataView, offset: number) => number) =>
  (data: Uint8Array): Int16Array => {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const pcm = new Int16Array(Math.floor(data.length / bytesPerSample));
    for (let i = 0; i < pcm.length; i += 1) pcm[i] = read(view, i * bytesPerSample);
    return pcm;
  };

const toPcm16 = (amplitude: number): number =>
  Math.max(-32768, Math.min(32767, Math.round(amplitude)));

/** By format tag and bits per sample, `tag/bits`. */
export const SAMPLE_FORMATS: ReadonlyMap<string, SampleFormat> = new Map([
  sampleFormat(WAVE_FORMAT_PCM, 'pcm8', 1, (view, at) => (view.getUint8(at) - 128) << 8),
  sampleFormat(WAVE_FORMAT_PCM, 'pcm16', 2, (view, at) => view.getInt16(at, true)),
  // The lowest byte is a fraction of a PCM16 step, too little to hear: rounding would only risk overflow.
  sampleFormat(WAVE_FORMAT_PCM, 'pcm24', 3, (view, at) => view.getInt16(at + 1, true)),
  sampleFormat(WAVE_FORMAT_PCM, 'pcm32', 4, (view, at) => view.getInt16(at + 2, true)),
  sampleFormat(WAVE_FORMAT_FLOAT, 'float32', 4, (view, at) =>
    toPcm16(view.getFloat32(at, true) * 32768),
  ),
  [
    `${WAVE_FORMAT_MULAW}/8`,
    { encoding: 'mulaw', bytesPerSample: 1, decode: decodeMulaw } satisfies SampleFormat,
  ],
]);

function sampleFormat(
  formatTag: number,
  encoding: WavEncoding,
  bytesPerSample: number,
  read: (view: DataView, offset: number) => number,
): [string, SampleFormat] {
  return [
    `${formatTag}/${bytesPerSample * 8}`,
    { encoding, bytesPerSample, decode: perSample(bytesPerSample, read) },
  ];
}
