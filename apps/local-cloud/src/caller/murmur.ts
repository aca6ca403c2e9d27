const RATE_HZ = 8000;
/** Shorter than what counts as speaking over somebody (300 ms). */
const DURATION_MS = 240;
const PITCH_HZ = 140;
/** About as loud as these callers speak. */
const AMPLITUDE = 5000;
/** A closed mouth leaves little above the first harmonics. */
const HARMONICS = [1, 0.6, 0.3, 0.1];

/** A caller's "mhm": PCM16, 8 kHz. */
export function murmur(): Int16Array {
  const samples = (DURATION_MS * RATE_HZ) / 1000;
  return Int16Array.from({ length: samples }, (_, i) => {
    const swell = Math.sin((Math.PI * i) / samples);
    const phase = (2 * Math.PI * PITCH_HZ * i) / RATE_HZ;
    const hum = HARMONICS.reduce((sum, gain, h) => sum + gain * Math.sin((h + 1) * phase), 0);
    return AMPLITUDE * swell * hum;
  });
}
