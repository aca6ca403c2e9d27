// Starts programs on the Node that package-lock.json pins, whatever Node runs this script.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');

/** What every child gets: the pinned Node first on the path, and no Nx daemon left behind. */
const environment = {
  ...process.env,
  PATH: `${bin}:${process.env.PATH}`,
  NX_DAEMON: 'false',
  NX_TUI: 'false',
};

/**
 * Runs the script with the pinned Node and resolves with its exit code.
 * SIGINT and SIGTERM go on to the child, which ends in its own time.
 */
export function runNode(args, { env = {}, stdio = 'inherit' } = {}) {
  return new Promise((resolve) => {
    const child = spawn(join(bin, 'node'), args, {
      cwd: root,
      stdio,
      env: { ...environment, ...env },
    });
    const forward = (signal) => child.kill(signal);
    process.on('SIGINT', forward).on('SIGTERM', forward);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

/** Builds every app that changed since its last build; says nothing unless the build fails. */
export async function buildApps() {
  const nx = join('node_modules', 'nx', 'dist', 'bin', 'nx.js');
  const build = spawnSync(
    join(bin, 'node'),
    [nx, 'run-many', '-t', 'build', '--outputStyle=static'],
    { cwd: root, env: environment, encoding: 'utf8' },
  );
  if (build.status !== 0) console.error(build.stdout, build.stderr);
  return build.status ?? 1;
}
