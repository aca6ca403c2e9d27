/** The mean of the channels of interleaved PCM16; mono is returned as it is. */
export function mixToMono(pcm: Int16Array, channels: number): Int16Array {
  if (channels === 1) return pcm;
  const mono = new Int16Array(Math.floor(pcm.length / channels));
  for (let frame = 0; frame < mono.length; frame += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      sum += pcm[frame * channels + channel] as number;
    }
    mono[frame] = Math.round(sum / channels);
  }
  return mono;
}
