import libsamplerateJs from '@alexanderolsen/libsamplerate-js';
import SpeexResampler from '@echogarden/speex-resampler-wasm/simd';
import { speexResamplerFactory } from '@patchbay/resampler-speex';

/** One stream of PCM16 mono through a peer, frame by frame. */
export interface PeerStream {
  push(pcm: Int16Array): Int16Array;
}

export type Peer = (fromRateHz: number, toRateHz: number) => Promise<PeerStream>;

const createOurs = await speexResamplerFactory();
const ours: Peer = async (fromRateHz, toRateHz) => createOurs(fromRateHz, toRateHz);

/** What bridges do that know no filter: repeat each sample, or keep every n-th. */
const naive: Peer = async (fromRateHz, toRateHz) => ({
  push: (pcm) => {
    const output = new Int16Array((pcm.length * toRateHz) / fromRateHz);
    for (let i = 0; i < output.length; i += 1) {
      output[i] = pcm[Math.floor((i * fromRateHz) / toRateHz)] as number;
    }
    return output;
  },
});

/** The library as it comes: no delay taken away, a buffer of its own. */
const speex: Peer = async (fromRateHz, toRateHz) => {
  const module = await SpeexResampler();
  const capacity = 4096;
  const input = module._malloc(capacity * 2);
  const output = module._malloc(capacity * 2);
  const lengths = module._malloc(8);
  const state = module._speex_resampler_init(1, fromRateHz, toRateHz, 5, lengths);
  return {
    push: (pcm) => {
      module.HEAP16.set(pcm, input >> 1);
      module.HEAP32.set([pcm.length, capacity], lengths >> 2);
      module._speex_resampler_process_int(state, 0, input, lengths, output, lengths + 4);
      const produced = module.HEAP32[(lengths >> 2) + 1] ?? 0;
      return module.HEAP16.slice(output >> 1, (output >> 1) + produced);
    },
  };
};

/** The middle of its three qualities; it works in float, so the steps from and to PCM16 are its cost too. */
const libsamplerate: Peer = async (fromRateHz, toRateHz) => {
  const converter = await libsamplerateJs.create(1, fromRateHz, toRateHz, {
    converterType: libsamplerateJs.ConverterType.SRC_SINC_MEDIUM_QUALITY,
  });
  return {
    push: (pcm) => {
      const float = Float32Array.from(pcm, (sample) => sample / 32768);
      return Int16Array.from(converter.full(float), (value) =>
        Math.max(-32768, Math.min(32767, Math.round(value * 32768))),
      );
    },
  };
};

export const PEERS = { ours, naive, speex, libsamplerate } as const;
export type PeerName = keyof typeof PEERS;
