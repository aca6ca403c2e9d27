import {
  PeakLimiter,
  ResamplerClosedError,
  UnsupportedSampleRateError,
  type Resampler,
  type ResamplerFactory,
} from '@patchbay/audio';
import fc from 'fast-check';
import { SpeexEngine } from './speex-engine';
import { speexResamplerFactory } from './speex-resampler';

const DIRECTIONS = [
  [8000, 16000],
  [24000, 8000],
  [16000, 8000],
] as const;
const OTHER_PAIRS = [
  [44100, 8000],
  [48000, 8000],
  [22050, 8000],
  [11025, 16000],
  [8000, 44100],
] as const;

let createResampler: ResamplerFactory;
beforeAll(async () => {
  createResampler = await speexResamplerFactory();
});

const tone = (frequencyHz: number, rateHz: number, seconds: number, amplitude = 20000) =>
  Int16Array.from(
    { length: rateHz * seconds },
    (_, i) => amplitude * Math.sin((2 * Math.PI * frequencyHz * i) / rateHz),
  );

const resampled = (resampler: Resampler, ...chunks: Int16Array[]): Int16Array =>
  Int16Array.from([...chunks.flatMap((chunk) => [...resampler.push(chunk)]), ...resampler.flush()]);

/** Root of the mean square, in PCM16 steps. */
const level = (pcm: ArrayLike<number>) =>
  Math.sqrt(Array.from(pcm).reduce((sum, sample) => sum + sample ** 2, 0) / pcm.length);

describe.each([...DIRECTIONS, ...OTHER_PAIRS])('%i Hz to %i Hz', (fromRateHz, toRateHz) => {
  test('gives the same tone at the same time', () => {
    const output = resampled(createResampler(fromRateHz, toRateHz), tone(1000, fromRateHz, 1));
    const expected = tone(1000, toRateHz, 1);
    // The edges differ: the filter takes what is before and after the sound for silence.
    const middle = [toRateHz / 4, (toRateHz * 3) / 4] as const;
    const error = output.slice(...middle).map((y, i) => y - (expected.slice(...middle)[i] ?? 0));
    expect(output).toHaveLength(toRateHz);
    expect(20 * Math.log10(level(expected) / level(error))).toBeGreaterThan(75);
  });

  test('gives the same samples under any chunking, as many as the rates say', () => {
    const chunks = fc.array(fc.int16Array({ maxLength: 700 }), { maxLength: 10 });
    const chunked = createResampler(fromRateHz, toRateHz);
    const whole = createResampler(fromRateHz, toRateHz);
    fc.assert(
      fc.property(chunks, (parts) => {
        const pcm = Int16Array.from(parts.flatMap((part) => [...part]));
        const output = resampled(chunked, ...parts);
        expect(output).toEqual(resampled(whole, pcm));
        expect(output).toHaveLength(Math.round((pcm.length * toRateHz) / fromRateHz));
      }),
    );
  });
});

test.each([
  [24000, 8000, 4600],
  [24000, 8000, 7000],
  [16000, 8000, 4600],
])('from %i Hz to %i Hz nothing of %i Hz is left', (fromRateHz, toRateHz, frequencyHz) => {
  const output = resampled(
    createResampler(fromRateHz, toRateHz),
    tone(frequencyHz, fromRateHz, 1, 32000),
  );
  expect(level(output.slice(1000, 7000))).toBeLessThan(0.5);
});

test('holds no more than 5 ms back', () => {
  for (const [fromRateHz, toRateHz] of DIRECTIONS) {
    const output = createResampler(fromRateHz, toRateHz).push(tone(440, fromRateHz, 1));
    expect(toRateHz - output.length).toBeLessThanOrEqual(toRateHz / 200);
  }
});

test('takes sound longer than any buffer in one piece', () => {
  const pcm = tone(300, 24000, 7);
  const inPieces = Array.from({ length: 350 }, (_, i) => pcm.subarray(i * 480, (i + 1) * 480));
  const output = resampled(createResampler(24000, 8000), pcm);
  expect(output).toEqual(resampled(createResampler(24000, 8000), ...inPieces));
});

test('a limited square wave, the worst for a low-pass, stays clear of full scale', () => {
  for (const frequencyHz of [200, 1000, 2000, 3000]) {
    const square = Int16Array.from({ length: 24000 }, (_, i) =>
      Math.sin((2 * Math.PI * frequencyHz * (i + 0.5)) / 24000) < 0 ? -32768 : 32767,
    );
    const limiter = new PeakLimiter(24000);
    const limited = Int16Array.from([...limiter.push(square), ...limiter.flush()]);
    const output = resampled(createResampler(24000, 8000), limited);
    expect(Math.max(...output.map(Math.abs))).toBeLessThan(32124);
  }
});

test('between equal rates the sound is untouched', () => {
  const pcm = tone(1000, 8000, 0.1);
  expect(resampled(createResampler(8000, 8000), pcm)).toEqual(pcm);
});

test('one resampler does not hear another', () => {
  const pcm = tone(700, 24000, 0.5);
  const alone = resampled(createResampler(24000, 8000), pcm);
  const other = createResampler(24000, 8000);
  const resampler = createResampler(24000, 8000);
  const pieces = [pcm.subarray(0, 5000), pcm.subarray(5000)].map((piece) => {
    other.push(tone(90, 24000, 0.2));
    return resampler.push(piece);
  });
  expect(Int16Array.from([...pieces.flatMap((p) => [...p]), ...resampler.flush()])).toEqual(alone);
});

test('is refused after close, and close may come twice', () => {
  const resampler = createResampler(8000, 16000);
  resampler.close();
  resampler.close();
  expect(() => resampler.push(new Int16Array(160))).toThrow(ResamplerClosedError);
  expect(() => resampler.flush()).toThrow(ResamplerClosedError);
});

test('gives its memory back on close', async () => {
  const engine = await SpeexEngine.load();
  const places = Array.from({ length: 200 }, () => {
    const state = engine.create(24000, 8000);
    engine.destroy(state);
    return state;
  });
  expect(new Set(places).size).toBe(1);
});

test.each([0, -8000, 8000.5, NaN, 1e9])('refuses a rate of %d Hz by name', (rateHz) => {
  expect(() => createResampler(rateHz, 8000)).toThrow(UnsupportedSampleRateError);
  expect(() => createResampler(8000, rateHz)).toThrow(UnsupportedSampleRateError);
});
