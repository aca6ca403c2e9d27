/** Quieter than this (-50 dB of full scale) is silence: below any speech, above rounding noise. */
const SILENCE_PEAK = 100;

const isSound = (sample: number) => Math.abs(sample) > SILENCE_PEAK;

/** Index of the first sample that can be heard; undefined in silence. */
export function firstSound(pcm: Int16Array): number | undefined {
  const index = pcm.findIndex(isSound);
  return index < 0 ? undefined : index;
}

/** Index of the last sample that can be heard; undefined in silence. */
export function lastSound(pcm: Int16Array): number | undefined {
  const index = pcm.findLastIndex(isSound);
  return index < 0 ? undefined : index;
}
