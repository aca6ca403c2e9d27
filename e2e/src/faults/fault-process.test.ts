import { execFileSync } from 'node:child_process';
import { sleep } from '@patchbay/platform';
import { runFault } from './fault-process';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

const processes = (): Process[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = 0, parent = 0, group = 0] = line.trim().split(/ +/).map(Number);
      return { pid, parent, group };
    });

/** The processes of each group that one of our children leads. */
function groupsOfChildren(): Map<number, Process[]> {
  const all = processes();
  const leaders = all.filter(({ pid, parent, group }) => parent === process.pid && pid === group);
  return new Map(leaders.map(({ pid }) => [pid, all.filter(({ group }) => group === pid)]));
}

test('a fault without a verdict in time fails, says what it waits for, and leaves no process', async () => {
  const limit = new AbortController();
  const running = runFault('kill-consumer', {
    scale: 'short',
    tell: () => undefined,
    limit: limit.signal,
  });
  let ours: [number, Process[]] | undefined;
  // Until it has started something of its own.
  while (!ours) {
    await sleep(100);
    ours = [...groupsOfChildren()].find(([, members]) => members.length > 1);
  }

  limit.abort();
  const figures = await running;

  expect(figures).toMatchObject({ pass: false, waits_for: expect.stringContaining('ProcessWrap') });
  const left = () => processes().filter(({ group }) => group === ours?.[0]);
  // A process that was killed is listed until its parent's heir has looked after it.
  for (let looks = 0; left().length > 0 && looks < 100; looks++) await sleep(100);
  expect(left()).toEqual([]);
});

test('a fault that cannot even start fails', async () => {
  const figures = await runFault('nonesuch', { scale: 'short', tell: () => undefined });

  expect(figures).toEqual({ pass: false });
});
