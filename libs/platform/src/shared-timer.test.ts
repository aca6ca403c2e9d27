import { SharedTimer, systemEvery, type Every } from './shared-timer';

/** An interval that the test lets pass; `running` tells how many of it there are. */
function createManualInterval() {
  const runs = new Set<() => void>();
  const every: Every = (_intervalMs, run) => {
    runs.add(run);
    return () => void runs.delete(run);
  };
  return { every, pass: () => runs.forEach((run) => run()), running: () => runs.size };
}

describe('SharedTimer', () => {
  test('serves many with one interval, and has none when nobody needs it', () => {
    const interval = createManualInterval();
    const timer = new SharedTimer(100, interval.every);
    const calls: string[] = [];

    const removeA = timer.add(() => calls.push('a'));
    const removeB = timer.add(() => calls.push('b'));
    interval.pass();
    const runningWithTwo = interval.running();
    removeA();
    interval.pass();
    removeB();
    removeB();

    expect(calls).toEqual(['a', 'b', 'b']);
    expect(runningWithTwo).toBe(1);
    expect(interval.running()).toBe(0);
  });

  test('starts again for the next one, also with the same step', () => {
    const interval = createManualInterval();
    const timer = new SharedTimer(100, interval.every);
    let count = 0;
    const step = () => void count++;

    timer.add(step)();
    timer.add(step);
    timer.add(step);
    interval.pass();

    expect(count).toBe(2);
  });

  test('runs by the system’s own timer until it is stopped', async () => {
    let count = 0;
    const stop = systemEvery(1, () => count++);
    while (count < 2) await new Promise(setImmediate);
    stop();
    const atStop = count;

    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(count).toBe(atStop);
  });
});
