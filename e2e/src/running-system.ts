import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { askedActions } from './asked-actions';

const ROOT = join(import.meta.dirname, '..', '..');
const bundle = (name: string) => join(ROOT, 'dist', 'apps', 'local-cloud', `${name}.mjs`);

/** As scripts/start.mjs runs them. */
const FLAGS = ['--enable-source-maps', '--disable-warning=ExperimentalWarning'];

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `--json` prints in its last line. */
export interface CallResult {
  readonly contactId: string;
  readonly outcome: string;
  readonly turns: { caller: string; bot: string; heardAfterMs: number | null }[];
  readonly transcriptUri: string | null;
  readonly transcriptFile: string | null;
  readonly notifications: { channel: string; status: string }[];
  readonly heardWav: string;
  readonly seconds: number;
  readonly closedAfterMs: number | null;
  readonly problems: string[];
}

/** Runs one of the commands to its end, as a shell would. */
export async function run(name: 'start' | 'call', ...args: string[]): Promise<Finished> {
  const child = startProcess(name, args);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text) => (output.stdout += text));
  child.stderr?.on('data', (text) => (output.stderr += text));
  await once(child, 'close');
  return { exitCode: child.exitCode, ...output };
}

export const resultOf = ({ stdout, stderr }: Finished): CallResult => {
  const lastLine = stdout.trim().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(lastLine) as CallResult;
  } catch {
    throw new Error(`No result in the last line:\n${stdout}\n${stderr}`);
  }
};

/** A system that stays up for many calls. */
export interface RunningSystem {
  readonly endpointUrl: string;
  call(...args: string[]): Promise<CallResult>;
  /** Who asked AWS for what so far: IAM actions by component. */
  apiCalls(): Promise<Record<string, string[]>>;
  stop(): Promise<number | null>;
}

/** Boots the system on any free port. Calls run so many times faster than life. */
export async function startSystem({ speed }: { speed: number }): Promise<RunningSystem> {
  const child = startProcess('start', ['--no-call', '--port', '0', '--speed', String(speed)]);
  const port = await readyPort(child);
  const endpointUrl = `http://127.0.0.1:${port}`;
  return {
    endpointUrl,
    apiCalls: () => askedActions(endpointUrl),
    call: async (...args) => resultOf(await run('call', '--port', port, '--json', ...args)),
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'close');
      return child.exitCode;
    },
  };
}

function startProcess(name: string, args: string[]): ChildProcess {
  return spawn(process.execPath, [...FLAGS, bundle(name), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function readyPort(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (text: Buffer) => {
      printed += text;
      const port = /Ready for calls on port (\d+)/.exec(printed)?.[1];
      if (port) resolve(port);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', () => reject(new Error(`The system did not start:\n${printed}`)));
  });
}
