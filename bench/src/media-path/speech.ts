import { randomNumbers } from '../random-numbers';

const PITCH_HZ = 120;
/** Words of 150 to 500 ms, pauses of 50 to 450 ms. */
const WORD_S = [0.15, 0.5] as const;
const PAUSE_S = [0.05, 0.45] as const;

/** Sound with the rhythm and the spectrum's slope of speech, the same in every run; peaks at 60 %. */
export function speech(rateHz: number, seconds: number): Int16Array {
  const random = randomNumbers();
  const between = ([low, high]: readonly [number, number]) => low + random() * (high - low);
  const pcm = new Int16Array(rateHz * seconds);
  let start = 0;
  while (start < pcm.length) {
    const word = Math.round(between(WORD_S) * rateHz);
    pcm.set(syllables(word, rateHz).subarray(0, pcm.length - start), start);
    start += word + Math.round(between(PAUSE_S) * rateHz);
  }
  return pcm;
}

/** A buzz of falling harmonics that swells and fades. */
function syllables(samples: number, rateHz: number): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) => {
    const phase = (2 * Math.PI * PITCH_HZ * i) / rateHz;
    const buzz = [1, 2, 3, 5, 8, 13, 21].reduce((sum, n) => sum + Math.sin(n * phase) / n, 0);
    return 8000 * buzz * Math.sin((Math.PI * i) / samples);
  });
}
