import { randomNumbers } from '../random-numbers';

/** A sine of a whole frequency, PCM16; `dither` adds triangular noise of one step either way. */
export function tone(
  frequencyHz: number,
  amplitude: number,
  rateHz: number,
  seconds: number,
  dither = false,
): Int16Array {
  const random = dither ? randomNumbers() : undefined;
  return Int16Array.from({ length: rateHz * seconds }, (_, i) => {
    const noise = random ? random() - random() : 0;
    return Math.round(amplitude * Math.sin((2 * Math.PI * frequencyHz * i) / rateHz) + noise);
  });
}

/** The amplitude of one frequency; exact when `pcm` is a whole number of its periods. */
export function amplitudeOf(pcm: Int16Array, frequencyHz: number, rateHz: number): number {
  let cosine = 0;
  let sine = 0;
  pcm.forEach((sample, i) => {
    const phase = (2 * Math.PI * frequencyHz * i) / rateHz;
    cosine += sample * Math.cos(phase);
    sine += sample * Math.sin(phase);
  });
  return (2 * Math.hypot(cosine, sine)) / pcm.length;
}

export const decibels = (ratio: number) => 20 * Math.log10(ratio);
