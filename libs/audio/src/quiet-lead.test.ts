import { QuietLead } from './quiet-lead';

const quiet = (samples: number) => Int16Array.from({ length: samples }, (_, i) => (i % 3) - 1);
const loud = (samples: number) => new Int16Array(samples).fill(5000);
const joined = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((pcm) => [...pcm]));

function through(sound: Int16Array, chunk: number): Int16Array {
  const lead = new QuietLead();
  const out: Int16Array[] = [];
  for (let at = 0; at < sound.length; at += chunk) {
    out.push(lead.push(sound.subarray(at, at + chunk)));
  }
  return joined(...out);
}

describe('the quiet ahead of a reply', () => {
  const sound = joined(quiet(1600), loud(800), quiet(1600), loud(800));

  test.each([1, 7, 80, 640, 10_000])(
    'is left out but for 30 ms, and nothing behind it, in chunks of %i',
    (chunk) => {
      expect(through(sound, chunk)).toEqual(sound.subarray(1600 - 240));
    },
  );

  test('that is short is kept', () => {
    const prompt = joined(quiet(100), loud(800));

    expect(through(prompt, 64)).toEqual(prompt);
  });

  test('is all of a sound in which nothing is heard', () => {
    expect(through(quiet(4000), 640)).toHaveLength(0);
  });
});
