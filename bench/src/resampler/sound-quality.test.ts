import type { PeerStream } from './peers';
import { soundQuality } from './sound-quality';

const every2nd = (pcm: Int16Array) => pcm.filter((_, i) => i % 2 === 0);
const twice = (pcm: Int16Array) =>
  Int16Array.from({ length: pcm.length * 2 }, (_, i) => pcm[i >> 1] ?? 0);

/** Fewer tones than a benchmark uses: enough to find these faults. */
const STEP_HZ = 400;

describe('soundQuality', () => {
  test('finds that dropping samples folds all and changes nothing else', () => {
    const quality = soundQuality({ push: every2nd }, 16000, 8000, STEP_HZ);
    expect(quality.rejection_db).toBeCloseTo(0, 3);
    expect(quality.ripple_db).toBeLessThan(0.001);
    // Rounding to PCM16 alone: 6.02 dB a bit and 1.76 dB, 1 dB below full scale.
    expect(quality.sinad_db).toBeGreaterThan(95);
    expect(quality.sinad_db).toBeLessThan(98);
    expect(quality.delay_ms).toBe(0);
  });

  test('finds the images and the droop of doubled samples', () => {
    // A hold of two samples has the gain cos(πf / 16 kHz): at 3.4 kHz 0.785, its image at 4.6 kHz 0.619.
    const quality = soundQuality({ push: twice }, 8000, 16000, STEP_HZ);
    expect(quality.ripple_db).toBeCloseTo(2.09, 1);
    expect(quality.rejection_db).toBeCloseTo(-20 * Math.log10(0.619), 1);
  });

  test('finds a delay and distortion', () => {
    const held: number[] = Array.from({ length: 80 }, () => 0);
    const push: PeerStream['push'] = (pcm) => {
      held.push(...twice(pcm));
      // A little of the square: 2 % of second harmonic and offset at full scale.
      return Int16Array.from(held.splice(0, pcm.length * 2), (sample) =>
        Math.round(sample * 0.9 + 0.02 * (sample ** 2 / 32768)),
      );
    };
    const quality = soundQuality({ push }, 8000, 16000, STEP_HZ);
    expect(quality.delay_ms).toBe(5);
    expect(quality.sinad_db).toBeLessThan(40);
  });
});
