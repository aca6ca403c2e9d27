import fc from 'fast-check';
import { LIMITER_CEILING, PeakLimiter } from './peak-limiter';

const RATE_HZ = 24000;

const limited = (...chunks: Int16Array[]): number[] => {
  const limiter = new PeakLimiter(RATE_HZ);
  return [...chunks.flatMap((chunk) => [...limiter.push(chunk)]), ...limiter.flush()];
};

const tone = (amplitude: number, samples: number) =>
  Int16Array.from({ length: samples }, (_, i) => amplitude * Math.sin((2 * Math.PI * i) / 80));

describe('PeakLimiter', () => {
  test('hands quiet sound on sample for sample', () => {
    const pcm = tone(LIMITER_CEILING, 4800);
    expect(limited(pcm)).toEqual([...pcm]);
  });

  test('keeps any sound at the ceiling, whole, under any chunking', () => {
    fc.assert(
      fc.property(fc.array(fc.int16Array({ maxLength: 300 }), { maxLength: 12 }), (chunks) => {
        const whole = Int16Array.from(chunks.flatMap((chunk) => [...chunk]));
        const output = limited(...chunks);
        expect(output).toHaveLength(whole.length);
        expect(output).toEqual(limited(whole));
        expect(Math.max(0, ...output.map(Math.abs))).toBeLessThanOrEqual(LIMITER_CEILING);
      }),
    );
  });

  test('turns down before the peak and recovers after it, without a jump', () => {
    // A steady level shows the gain itself.
    const pcm = new Int16Array(RATE_HZ).fill(10000);
    pcm[12000] = 32767;
    const output = limited(pcm);
    output[12000] = output[11999] as number;
    const largestStep = Math.max(...output.map((y, i) => Math.abs(y - (output[i - 1] ?? y))));
    expect(largestStep).toBeLessThan(100);
    expect(output[11999]).toBeLessThan(7200);
    expect(output.slice(0, 11900).every((sample) => sample === 10000)).toBe(true);
    expect(output.slice(16800).every((sample) => sample === 10000)).toBe(true);
  });

  test('starts a new sound without the gain of the one before', () => {
    const limiter = new PeakLimiter(RATE_HZ);
    limiter.push(new Int16Array(100).fill(32767));
    limiter.flush();
    const pcm = tone(20000, 480);
    expect([...limiter.push(pcm), ...limiter.flush()]).toEqual([...pcm]);
  });
});
