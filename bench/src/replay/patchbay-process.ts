import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface FinishedCommand {
  /** The JSON object of the last line. */
  readonly result: Readonly<Record<string, unknown>>;
  /** From start to end of the process. */
  readonly seconds: number;
  /** The most memory that it had at any time. */
  readonly rssMb: number;
}

/** Has the process tell its own peak of memory: no tool of the system is needed for it. */
const TELL_PEAK_RSS =
  'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))';

const SCRIPT = 'dist/apps/ops/main.mjs';

/** The benchmark's own build leaves the command out. */
export async function buildPatchbay(): Promise<void> {
  const build = spawn(process.execPath, ['scripts/build-app.mjs', 'apps/ops'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(build, 'close');
}

/** Runs `patchbay dlq …` as operators do. @throws unless it exits 0 */
export async function runPatchbay(
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<FinishedCommand> {
  const startedMs = performance.now();
  const flags = ['--import', TELL_PEAK_RSS, SCRIPT, 'dlq', ...args, '--json'];
  const child = spawn(process.execPath, flags, {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (output.stdout += text));
  child.stderr.on('data', (text) => (output.stderr += text));
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`patchbay ${args.join(' ')}: ${output.stderr}`);
  return {
    result: JSON.parse(lastLine(output.stdout)) as FinishedCommand['result'],
    seconds: (performance.now() - startedMs) / 1000,
    rssMb: Number(lastLine(output.stderr)) / 1024,
  };
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? '';
