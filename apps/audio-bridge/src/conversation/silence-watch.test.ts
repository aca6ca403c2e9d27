import { SilenceWatch } from './silence-watch';

const AFTER_MS = 8000;
const newWatch = () => new SilenceWatch({ afterMs: AFTER_MS, prompts: 2 });

test('prompts in their order, then ends', () => {
  const watch = newWatch();

  const steps = [0, 1, 2, 3].flatMap((round) => {
    const startMs = round * (AFTER_MS + 1000);
    return [watch.look(true, startMs), watch.look(true, startMs + AFTER_MS)];
  });

  expect(steps.filter(Boolean).slice(0, 3)).toEqual([
    { kind: 'prompt', index: 0 },
    { kind: 'prompt', index: 1 },
    { kind: 'end' },
  ]);
});

test('counts only while it is the caller’s turn', () => {
  const watch = newWatch();
  watch.look(true, 0);
  watch.look(false, AFTER_MS - 1);

  expect(watch.look(true, AFTER_MS)).toBeUndefined();
  expect(watch.look(true, 2 * AFTER_MS)).toEqual({ kind: 'prompt', index: 0 });
});

test('a caller who speaks is asked from the first prompt again', () => {
  const watch = newWatch();
  watch.look(true, 0);
  expect(watch.look(true, AFTER_MS)).toEqual({ kind: 'prompt', index: 0 });
  watch.spoken();
  watch.look(true, AFTER_MS);

  expect(watch.look(true, 2 * AFTER_MS)).toEqual({ kind: 'prompt', index: 0 });
});
