/** Mean power of a stretch of PCM16; 0 for an empty one. */
export function power(pcm: Int16Array): number {
  if (pcm.length === 0) return 0;
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  return sum / pcm.length;
}

const FULL_SCALE_POWER = 32768 ** 2;

/** The power of a level in dBFS. */
export const powerOf = (levelDb: number) => FULL_SCALE_POWER * 10 ** (levelDb / 10);

/** The power that lies so many dB below another. */
export const below = (reference: number, byDb: number) => reference / 10 ** (byDb / 10);
