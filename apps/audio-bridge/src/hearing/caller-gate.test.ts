import type { VoiceActivity } from '@patchbay/audio';
import fc from 'fast-check';
import { CallerGate, type GatedStretch, type HeardStretch } from './caller-gate';

const BLOCK_SAMPLES = 512;
const RATE_HZ = 8000;

/** Anything that is not quiet is a voice. */
const energyDetector = (): VoiceActivity => ({
  isSpeech: (frame) => frame.some((sample) => Math.abs(sample) > 100),
  close: () => undefined,
});

/** Takes what follows a voice for a voice, too, for 200 ms. */
function lingeringDetector(): VoiceActivity {
  const voice = energyDetector();
  let left = 0;
  return {
    isSpeech: (frame) => (left = voice.isSpeech(frame) ? 10 : left - 1) >= 0,
    close: () => undefined,
  };
}

/** Speech-like sound that never repeats itself: noise, of a seed and a peak. */
function sound(seconds: number, seed: number, peak: number): Int16Array {
  let state = seed;
  return Int16Array.from({ length: seconds * RATE_HZ }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state / 2 ** 31) * peak;
  });
}

const silence = (seconds: number) => new Int16Array(seconds * RATE_HZ);
const then = (...sounds: Int16Array[]) => Int16Array.from(sounds.flatMap((pcm) => [...pcm]));
const mixed = (a: Int16Array, b: Int16Array) => a.map((sample, i) => sample + (b[i] ?? 0));
const delayed = (pcm: Int16Array, byMs: number) =>
  then(silence(byMs / 1000), pcm).subarray(0, pcm.length);

/** Feeds a line block by block, as Kinesis Video delivers it. */
function listen(caller: Int16Array, played: Int16Array, gate = newGate()): GatedStretch[] {
  const stretches: HeardStretch[] = [];
  for (let at = 0; at < caller.length; at += BLOCK_SAMPLES) {
    const pcm = caller.subarray(at, at + BLOCK_SAMPLES);
    const echo = new Int16Array(pcm.length);
    echo.set(played.subarray(at, at + pcm.length));
    stretches.push({ pcm, echo });
  }
  return stretches.map((stretch) => gate.push(stretch));
}

const newGate = () => new CallerGate({ overBot: energyDetector(), alone: energyDetector() });
const heardBy = (stretches: GatedStretch[]) => then(...stretches.map(({ pcm }) => pcm));
const bargedIn = (stretches: GatedStretch[]) => stretches.some((stretch) => stretch.bargedIn);
const isQuiet = (pcm: Int16Array) => pcm.every((sample) => sample === 0);

test('while the bot is silent everything passes at once and unchanged', () => {
  const caller = then(silence(0.5), sound(1, 1, 8000), silence(1));

  const stretches = listen(caller, silence(2.5));

  expect(heardBy(stretches)).toEqual(caller);
  expect(bargedIn(stretches)).toBe(false);
  expect(stretches.some(({ speaking }) => speaking)).toBe(true);
  expect(stretches.at(-1)?.speaking).toBe(false);
});

test.each([40, 150, 300])('an echo that returns after %i ms is not the caller', (delayMs) => {
  const reply = sound(3, 2, 12000);
  const returned = delayed(reply, delayMs).map((sample) => sample * 0.2);

  const stretches = listen(returned, reply);

  expect(bargedIn(stretches)).toBe(false);
  expect(isQuiet(heardBy(stretches))).toBe(true);
});

test('silence under the reply goes out in few pieces', () => {
  const stretches = listen(silence(3), sound(3, 2, 12000));

  const pieces = stretches.filter(({ pcm }) => pcm.length > 0);
  expect(pieces.length).toBeGreaterThan(6);
  expect(pieces.length).toBeLessThanOrEqual(12);
});

test('a caller who speaks over the reply and its echo is heard from the first word', () => {
  const reply = sound(3, 3, 12000);
  const words = then(silence(1), sound(1.2, 4, 12000), silence(0.8));
  const line = mixed(
    words,
    delayed(reply, 150).map((sample) => sample * 0.1),
  );

  const stretches = listen(line, reply);

  expect(bargedIn(stretches)).toBe(true);
  const heard = heardBy(stretches);
  const firstWord = words.subarray(RATE_HZ, RATE_HZ + 800);
  expect(correlation(heard.subarray(RATE_HZ, RATE_HZ + 800), firstWord)).toBeGreaterThan(0.9);
});

test('a cough or an "mhm" over the reply is not handed on', () => {
  const line = then(silence(1), sound(0.2, 5, 9000), silence(1.8));

  const stretches = listen(line, sound(3, 6, 12000));

  expect(bargedIn(stretches)).toBe(false);
  expect(isQuiet(heardBy(stretches))).toBe(true);
});

test('a television behind a caller who is known to be louder is not the caller', () => {
  const gate = newGate();
  listen(then(sound(2, 7, 12000), silence(1)), silence(3), gate);

  const stretches = listen(sound(3, 8, 1200), sound(3, 9, 12000), gate);

  expect(bargedIn(stretches)).toBe(false);
});

test.each([1, 1.1, 1.2, 1.3, 1.4])(
  'of what is faint under a reply of %d s only the last moment may begin a word',
  (replyS) => {
    const line = sound(3, 12, 150);
    const reply = then(sound(replyS, 13, 12000), silence(3 - replyS));

    const first = listen(line, reply).find(({ pcm }) => !isQuiet(pcm));

    const audible = first?.pcm.filter((sample) => sample !== 0).length ?? 0;
    expect(audible).toBeGreaterThan(0);
    expect(audible).toBeLessThanOrEqual(0.42 * RATE_HZ + BLOCK_SAMPLES);
  },
);

test('a noise in the pause between two parts of a reply stays one when the reply goes on', () => {
  const gate = new CallerGate({ overBot: energyDetector(), alone: lingeringDetector() });
  const reply = then(sound(1, 14, 12000), silence(0.6), sound(1, 15, 12000));
  const line = then(silence(1.54), sound(0.06, 16, 3000), silence(1));

  const stretches = listen(line, reply, gate);

  expect(bargedIn(stretches)).toBe(false);
  expect(stretches.some(({ speaking }) => speaking)).toBe(false);
});

test('words begun before the end of the reply are heard whole', () => {
  const words = then(silence(0.8), sound(1.5, 10, 9000), silence(0.7));
  const reply = then(sound(1, 11, 12000), silence(2));

  const heard = heardBy(listen(words, reply));

  expect(heard.subarray(0, words.length)).toEqual(words);
});

test('no sample is lost or added, whatever is played', () => {
  const seconds = fc.array(fc.record({ said: fc.boolean(), played: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(seconds, (line) => {
      const caller = then(...line.map(({ said }, i) => sound(0.512, i + 20, said ? 9000 : 0)));
      const played = then(...line.map(({ played }, i) => sound(0.512, i + 90, played ? 9000 : 0)));
      const gate = newGate();
      const heard = heardBy(listen(caller, played, gate));
      const rest = heardBy(listen(silence(1.024), silence(1.024), gate));
      expect(heard.length + rest.length).toBe(caller.length + 1.024 * RATE_HZ);
    }),
    { numRuns: 20 },
  );
});

function correlation(a: Int16Array, b: Int16Array): number {
  const dot = (x: Int16Array, y: Int16Array) =>
    x.reduce((sum, sample, i) => sum + sample * (y[i] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
