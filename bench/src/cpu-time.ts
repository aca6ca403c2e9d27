export const WARM_UP_ROUNDS = 2;
export const ROUNDS = 7;

/** Work to be timed; it may wait for itself. */
export type Work = () => void | Promise<void>;

/** The CPU time in milliseconds that `work` took, in all threads of the process. */
export async function cpuMsOf(work: Work): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Runs all works in turn, round after round, so that a slow moment of the machine hits each alike. */
export async function medianCpuMs<Name extends string>(
  works: Readonly<Record<Name, Work>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(works) as Name[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    for (const name of names) {
      const ms = await cpuMsOf(works[name]);
      if (round >= 0) times.get(name)?.push(ms);
    }
  }
  const medians = names.map((name) => [name, median(times.get(name) ?? [])] as const);
  return Object.fromEntries(medians) as Record<Name, number>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
