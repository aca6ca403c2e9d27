import { createSynthesiser } from './create-synthesiser';
import { LOCAL_VOICES } from './local-voices';
import type { Synthesiser } from './synthesiser';

let synthesiser: Synthesiser;
beforeAll(async () => {
  synthesiser = await createSynthesiser();
});
afterAll(() => synthesiser.close());

const peak = (pcm: Int16Array) => pcm.reduce((top, sample) => Math.max(top, Math.abs(sample)), 0);

describe('the local text to speech', () => {
  test.each(LOCAL_VOICES)('%s speaks audibly, at every rate for the same time', async (voice) => {
    const text = 'Your balance is two hundred dollars.';

    const [at8k, at16k, at24k] = await Promise.all([
      synthesiser.speak(text, voice, 8000),
      synthesiser.speak(text, voice, 16000),
      synthesiser.speak(text, voice, 24000),
    ]);

    const seconds = at8k.length / 8000;
    expect(seconds).toBeGreaterThan(1);
    expect(seconds).toBeLessThan(5);
    expect(at16k.length / 16000).toBeCloseTo(seconds, 3);
    expect(at24k.length / 24000).toBeCloseTo(seconds, 3);
    for (const pcm of [at8k, at16k, at24k]) expect(peak(pcm)).toBeGreaterThan(3000);
  });

  test('gives every asker samples of its own', async () => {
    const first = await synthesiser.speak('Hello there.', 'kal', 8000);
    const loudest = peak(first);
    first.fill(0);

    expect(peak(await synthesiser.speak('Hello there.', 'kal', 8000))).toBe(loudest);
  });

  test('has nothing to say about an empty text', async () => {
    expect(await synthesiser.speak('  ', 'slt', 8000)).toHaveLength(0);
  });

  test('takes a text that looks like an option as words', async () => {
    expect((await synthesiser.speak('-voice', 'kal', 8000)).length).toBeGreaterThan(1000);
  });
});
