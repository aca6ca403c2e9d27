// Starts programs on the Node that package-lock.json pins, whatever Node runs this script.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const node = join(bin, 'node');

/** What every child gets: the pinned Node first on the path, and no Nx daemon left behind. */
const environment = {
  ...process.env,
  PATH: `${bin}:${process.env.PATH}`,
  NX_DAEMON: 'false',
  NX_TUI: 'false',
};

const PIPED = ['ignore', 'pipe', 'pipe'];

/** What is still written after a program has ended is read for so long: others may hold its pipe. */
const LAST_LINES_MS = 1000;

/**
 * Runs the script with the pinned Node and resolves with its exit code.
 * SIGINT and SIGTERM go on to the child, which ends in its own time.
 * @param tell gets what the child prints, a line at a time, where given
 * @param niceness how far it gives way to others that want a core
 */
export function runNode(
  args,
  { env = {}, tell, stdio = tell ? PIPED : 'inherit', niceness = 0 } = {},
) {
  return new Promise((resolve) => {
    const [program, ...before] = niceness > 0 ? ['nice', '-n', String(niceness), node] : [node];
    const child = spawn(program, [...before, ...args], {
      cwd: root,
      stdio,
      env: { ...environment, ...env },
    });
    for (const output of tell ? [child.stdout, child.stderr] : []) {
      if (output) createInterface({ input: output }).on('line', tell);
    }
    const forward = (signal) => child.kill(signal);
    process.on('SIGINT', forward).on('SIGTERM', forward);
    child.on('exit', async (code, signal) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      if (tell) await Promise.race([once(child, 'close'), sleep(LAST_LINES_MS)]);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

/** Builds every app that changed since its last build; says nothing unless the build fails. */
export async function buildApps() {
  const nx = join('node_modules', 'nx', 'dist', 'bin', 'nx.js');
  const build = spawnSync(node, [nx, 'run-many', '-t', 'build', '--outputStyle=static'], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
  });
  if (build.status !== 0) console.error(build.stdout, build.stderr);
  return build.status ?? 1;
}
