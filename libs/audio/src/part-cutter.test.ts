import fc from 'fast-check';
import { PartCutter } from './part-cutter';

const SAMPLES_PER_MS = 8;

const silence = (ms: number) => new Int16Array(ms * SAMPLES_PER_MS);

/** A buzz with the pulses of a voice at 125 Hz; `level` is its amplitude. */
const voice = (ms: number, level = 12000) =>
  Int16Array.from({ length: ms * SAMPLES_PER_MS }, (_, i) => level * Math.exp(-(i % 64) / 20));

const joined = (...pieces: Int16Array[]) => {
  const whole = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
};

/** Compares much faster than samples do. */
const bytesOf = (pcm: Int16Array) => Buffer.from(pcm.buffer);

const cutAll = (pcm: Int16Array): Int16Array[] => {
  const cutter = new PartCutter();
  return [...cutter.push(pcm), ...cutter.flush()];
};

const durationsMs = (parts: Int16Array[]) => parts.map((part) => part.length / SAMPLES_PER_MS);

describe('PartCutter', () => {
  test('ends the first part at the first dip after 0.6 s', () => {
    const [first] = cutAll(
      joined(voice(300), silence(80), voice(350), silence(80), voice(900), silence(200)),
    );
    expect(first?.length).toBeGreaterThan(730 * SAMPLES_PER_MS);
    expect(first?.length).toBeLessThan(810 * SAMPLES_PER_MS);
  });

  test('hands the first part out as soon as the dip is heard', () => {
    const cutter = new PartCutter();
    expect(cutter.push(voice(800))).toHaveLength(0);
    expect(cutter.push(silence(50))).toHaveLength(0);
    expect(cutter.push(silence(20))).toHaveLength(1);
  });

  test('a first part without a dip ends by 1.4 s, where it is quietest', () => {
    const [first] = cutAll(joined(voice(1000), voice(60, 3000), voice(2000)));
    expect(first?.length).toBeGreaterThan(1000 * SAMPLES_PER_MS);
    expect(first?.length).toBeLessThan(1060 * SAMPLES_PER_MS);
  });

  test('silence ahead of the sound does not count', () => {
    const [first] = cutAll(joined(silence(900), voice(800), silence(100), voice(500)));
    expect(first?.length).toBeGreaterThan(1700 * SAMPLES_PER_MS);
    expect(first?.length).toBeLessThan(1800 * SAMPLES_PER_MS);
  });

  test('later parts run to a pause of 150 ms and pass over shorter ones', () => {
    const sentence = joined(voice(700), silence(80), voice(700), silence(80), voice(500));
    const [, second] = cutAll(
      joined(voice(700), silence(100), sentence, silence(200), voice(1000)),
    );
    const expectedMs = 20 + 2060 + 200;
    expect(second?.length).toBeGreaterThan((expectedMs - 200) * SAMPLES_PER_MS);
    expect(second?.length).toBeLessThan((expectedMs + 100) * SAMPLES_PER_MS);
  });

  test('a later part without a pause ends by 3 s at its deepest dip', () => {
    const phrase = joined(voice(1500), voice(80, 2000), voice(600), silence(80), voice(3000));
    const [, second] = cutAll(joined(voice(700), silence(100), phrase));
    expect(second?.length).toBeGreaterThan(2180 * SAMPLES_PER_MS);
    expect(second?.length).toBeLessThan(2360 * SAMPLES_PER_MS);
  });

  test('cuts where the sound is near zero', () => {
    const tone = Int16Array.from({ length: 8000 * 5 }, (_, i) => 9000 * Math.sin(i / 5));
    const lastSamples = cutAll(tone).map((part) => Math.abs(part.at(-1) ?? 0));
    expect(lastSamples.length).toBeGreaterThan(2);
    expect(Math.max(...lastSamples.slice(0, -1))).toBeLessThan(1000);
  });

  test('after a flush the reply goes on with long parts', () => {
    const cutter = new PartCutter();
    cutter.push(voice(500));
    expect(durationsMs(cutter.flush())).toEqual([500]);
    expect(cutter.push(joined(voice(800), silence(100), voice(200)))).toHaveLength(0);
    expect(cutter.flush()).toHaveLength(1);
    expect(cutter.flush()).toHaveLength(0);
  });

  const piece = fc.oneof(
    fc.nat(800).map(silence),
    fc.tuple(fc.nat(900), fc.nat(20000)).map(([ms, level]) => voice(ms, level)),
    fc.int16Array({ maxLength: 500 }),
  );

  test('joined, the parts are the input, and chunking changes none of them', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.integer({ min: 1, max: 4000 }),
        (pieces, chunk) => {
          const pcm = joined(...pieces);
          const cutter = new PartCutter();
          const parts: Int16Array[] = [];
          for (let i = 0; i < pcm.length; i += chunk) {
            parts.push(...cutter.push(pcm.subarray(i, i + chunk)));
          }
          parts.push(...cutter.flush());
          expect(bytesOf(joined(...parts)).equals(bytesOf(pcm))).toBe(true);
          expect(durationsMs(parts)).toEqual(durationsMs(cutAll(pcm)));
        },
      ),
    );
  });

  test('a part is never empty, and never longer than its bound behind its leading silence', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const lengthsMs = durationsMs(cutAll(joined(...pieces)));
        expect(lengthsMs.every((ms) => ms > 0 && ms <= 2 * 3000)).toBe(true);
        expect((lengthsMs[0] ?? 0) <= 2 * 1400).toBe(true);
      }),
    );
  });

  test('never cuts in loud sound when there is a dip to cut in', () => {
    const dipMs = fc.integer({ min: 70, max: 140 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 250, max: 600 }), dipMs), {
          minLength: 3,
          maxLength: 12,
        }),
        (words) => {
          const pcm = joined(
            ...words.flatMap(([wordMs, pauseMs]) => [voice(wordMs), silence(pauseMs)]),
          );
          const parts = cutAll(pcm).slice(0, -1);
          for (const part of parts) {
            expect(Math.max(...part.slice(-10 * SAMPLES_PER_MS).map(Math.abs))).toBeLessThan(50);
          }
        },
      ),
    );
  });
});
