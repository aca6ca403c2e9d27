import { BacklogLead } from './backlog-lead';

const STRETCH_SAMPLES = 512;
const stretch = (value: number, speaking = false) => ({
  pcm: new Int16Array(STRETCH_SAMPLES).fill(value),
  speaking,
  bargedIn: false,
});
const quiet = stretch(3);
const loud = stretch(2000);

/** What comes out of a backlog, and what is withheld of it after each stretch. */
function hear(backlog: readonly ReturnType<typeof stretch>[], live = [quiet]) {
  const lead = new BacklogLead();
  let withheld = 0;
  const heard: number[] = [];
  const withheldAfter: number[] = [];
  const push = (isBacklog: boolean) => (next: typeof quiet) => {
    const { sound, passedSamples } = lead.push(next, isBacklog);
    heard.push(...sound);
    withheld += next.pcm.length - passedSamples;
    withheldAfter.push(withheld);
  };
  backlog.forEach(push(true));
  live.forEach(push(false));
  return { heard, withheldAfter };
}

const times = (count: number, what = quiet) => Array.from({ length: count }, () => what);

test.each([
  ['a loud sound', loud],
  ['a soft one that is a voice', stretch(20, true)],
])('of the quiet ahead of %s some 600 ms are left', (_, sound) => {
  const { heard, withheldAfter } = hear([...times(100), sound, ...times(40)], []);

  const first = heard.findIndex((value) => value !== 3);
  expect(first / 8).toBeGreaterThanOrEqual(600);
  expect(first / 8).toBeLessThan(700);
  expect(heard.length - first).toBe(41 * STRETCH_SAMPLES);
  expect(withheldAfter[99]).toBe(first);
  expect(withheldAfter[100]).toBe(0);
});

test('once sound comes as it is spoken all of it passes, and a little from before', () => {
  const { heard, withheldAfter } = hear(times(100), times(10));

  expect(heard.length / 8).toBeGreaterThanOrEqual(600 + 10 * 64);
  expect(heard.length / 8).toBeLessThan(700 + 10 * 64);
  expect(withheldAfter.at(-1)).toBe(0);
});

test('a short lead passes whole', () => {
  expect(hear([...times(3), loud], []).heard).toHaveLength(4 * STRETCH_SAMPLES);
});
