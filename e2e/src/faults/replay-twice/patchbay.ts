import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PLACES } from '@patchbay/local-cloud';
import { sleep } from '@patchbay/platform';

const LOOK_INTERVAL_MS = 5;

export type Report = Readonly<Record<string, unknown>>;

/** Runs the real command to its end. @returns the JSON of its last line; throws unless it exits 0 */
export async function patchbay(
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Report> {
  const { child, output } = start(env, args);
  await once(child, 'close');
  if (child.exitCode !== 0) {
    throw new Error(`patchbay ${args.join(' ')} ended with ${child.exitCode}: ${output.stderr}`);
  }
  return JSON.parse(output.stdout.trim().split('\n').at(-1) ?? '') as Report;
}

/**
 * Runs the real command and kills it as soon as `isTime`, without a chance to clean up.
 * @returns whether it was killed; false when it was done before
 */
export async function patchbayKilled(
  env: Readonly<Record<string, string>>,
  isTime: () => Promise<boolean>,
  ...args: string[]
): Promise<boolean> {
  const { child } = start(env, args);
  const ended = once(child, 'close');
  while (child.exitCode === null && !(await isTime())) await sleep(LOOK_INTERVAL_MS);
  child.kill('SIGKILL');
  await ended;
  return child.signalCode === 'SIGKILL';
}

function start(env: Readonly<Record<string, string>>, args: string[]) {
  const child = spawn(process.execPath, [PLACES.bundle('ops'), 'dlq', ...args, '--json'], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (output.stdout += text));
  child.stderr.on('data', (text) => (output.stderr += text));
  return { child, output };
}
