import { Microphone } from './microphone';

const BLOCK = 512;
const silence = new Int16Array(BLOCK);
const blockOf = (sample: number) => new Int16Array(BLOCK).fill(sample);

/** All that a microphone picks up while this is said and played, block by block. */
function pickedUp(microphone: Microphone, said: Int16Array[], played: Int16Array[] = []): number[] {
  return said.flatMap((voice, i) => [...microphone.pickUp(voice, played[i] ?? silence)]);
}

test('a quiet room gives back the voice alone', () => {
  const line = pickedUp(new Microphone(), [blockOf(500), silence], [blockOf(9000), blockOf(9000)]);

  expect(line).toEqual([...blockOf(500), ...silence]);
});

test('a speakerphone gives back what is played, later and quieter, under the voice', () => {
  const speakerphone = new Microphone({ echo: { gainDb: -20, delayMs: 32 } });

  const line = pickedUp(
    speakerphone,
    [blockOf(500), silence, silence],
    [blockOf(1000), silence, silence],
  );

  const [delay, reflection] = [32 * 8, 5 * 8];
  expect(line.slice(0, delay)).toEqual(Array(delay).fill(500));
  expect(line.slice(delay, delay + reflection)).toEqual(Array(reflection).fill(600));
  expect(line.slice(delay + reflection, BLOCK)).toEqual(
    Array(BLOCK - delay - reflection).fill(650),
  );
  expect(line.slice(BLOCK, BLOCK + delay)).toEqual(Array(delay).fill(150));
  expect(line.slice(BLOCK + delay + reflection)).toEqual(
    Array(2 * BLOCK - delay - reflection).fill(0),
  );
});

test('a television goes on and on', () => {
  const television = new Microphone({ background: Int16Array.of(1, 2, 3) });

  const line = pickedUp(television, [silence, blockOf(10)]);

  expect(line.slice(0, 4)).toEqual([1, 2, 3, 1]);
  expect(line.slice(BLOCK, BLOCK + 3)).toEqual([13, 11, 12]);
});

test('what is too loud for the line is clipped', () => {
  const loud = new Microphone({ background: blockOf(30_000) });

  expect(pickedUp(loud, [blockOf(30_000)])[0]).toBe(32_767);
});
