import { foregroundOnly, MARGIN_SAMPLES, withoutBackground } from './foreground';

const frameOf = (sample: number) => new Int16Array(160).fill(sample);

test('a voice counts when it is loud enough to be the caller', () => {
  const voice = foregroundOnly({ isSpeech: () => true, close: () => undefined });

  expect(voice.isSpeech(frameOf(600))).toBe(true);
  expect(voice.isSpeech(frameOf(450))).toBe(false);
});

test('what is loud but no voice stays none', () => {
  const voice = foregroundOnly({ isSpeech: () => false, close: () => undefined });

  expect(voice.isSpeech(frameOf(9000))).toBe(false);
});

test('the background between the words is silenced, but not beside them', () => {
  const frames = [...Array<number>(10).fill(300), 2000, ...Array<number>(10).fill(300)];
  const sound = Int16Array.from(frames.flatMap((sample) => [...frameOf(sample)]));

  const clean = withoutBackground(sound);

  expect(clean).toHaveLength(sound.length - 2 * MARGIN_SAMPLES);
  const levels = Array.from({ length: clean.length / 160 }, (_, frame) => clean[frame * 160]);
  expect(levels).toEqual([0, 0, 0, 0, 300, 300, 300, 2000, 300, 300, 300, 0, 0, 0, 0]);
});
