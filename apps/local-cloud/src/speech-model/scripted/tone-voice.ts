import { seededRandom } from '../dialogue/random';

/** As long as a spoken word and the pause behind it, so that replies are cut where speech would be. */
const WORD_MS = 320;
const PAUSE_MS = 80;
const AMPLITUDE = 8000;
const LOWEST_HZ = 200;
const HIGHEST_HZ = 1200;

/** A voice of one tone a word, each of its own pitch, so that no two words correlate. */
export function toneVoice(seed: number, sampleRateHz: number) {
  const random = seededRandom(seed);
  const samplesIn = (ms: number) => Math.round((ms * sampleRateHz) / 1000);
  const wordSamples = samplesIn(WORD_MS + PAUSE_MS);

  return async (sentence: string): Promise<Int16Array> => {
    const words = sentence.split(' ').length;
    const sound = new Int16Array(words * wordSamples);
    for (let word = 0; word < words; word++) {
      const pitchHz = LOWEST_HZ + random() * (HIGHEST_HZ - LOWEST_HZ);
      const step = (2 * Math.PI * pitchHz) / sampleRateHz;
      const from = word * wordSamples;
      sine(step, sound.subarray(from, from + samplesIn(WORD_MS)));
    }
    return sound;
  };
}

/** Each sample of a sine follows from the two before: sin(n+1) = 2 cos(step) sin(n) − sin(n−1). */
function sine(step: number, into: Int16Array): void {
  const factor = 2 * Math.cos(step);
  let before = AMPLITUDE * Math.sin(-step);
  let sample = 0;
  for (let i = 0; i < into.length; i++) {
    into[i] = sample;
    [before, sample] = [sample, factor * sample - before];
  }
}
