/** −54 dBFS: below it nothing is made out on a telephone line. */
const AUDIBLE_PEAK = 64;

const isAudible = (sample: number) => Math.abs(sample) >= AUDIBLE_PEAK;

/** Whether a stretch of PCM16 holds nothing that a caller could hear. */
export function isSilent(pcm: Int16Array): boolean {
  return !pcm.some(isAudible);
}

/** Index of the first sample of PCM16 that a caller could hear; −1 when there is none. */
export function firstAudible(pcm: Int16Array): number {
  return pcm.findIndex(isAudible);
}
