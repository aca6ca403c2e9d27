import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** The whole system on this machine, as `npm start` runs it. */
export interface LocalSystem {
  readonly port: string;
  stop(): Promise<void>;
}

/** Builds and boots the system without a call, on any free port. `options` are those of `npm start`. */
export async function startLocalSystem(options: readonly string[]): Promise<LocalSystem> {
  const args = ['scripts/start.mjs', '--no-call', '--port', '0', ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return {
    port: await readyPort(child),
    async stop() {
      if (child.exitCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

function readyPort(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (text: Buffer) => {
      printed += text;
      const port = /Ready for calls on port (\d+)/.exec(printed)?.[1];
      if (port) resolve(port);
    });
    child.once('close', () => reject(new Error(`The system did not start:\n${printed}`)));
  });
}
