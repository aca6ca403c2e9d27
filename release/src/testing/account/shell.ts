import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../workspace';
import type { Account } from './account';

/** A newcomer's shell in the workspace: an account's endpoint and credentials, an empty home. */
export interface Shell {
  run(command: string): Promise<{ readonly status: number; readonly printed: string }>;
  close(): void;
}

/** @param path where programs are; the stand-ins of `docker` and `aws` come before */
export function openShell({ endpointUrl, contents }: Account, path: string): Shell {
  const home = mkdtempSync(join(tmpdir(), 'patchbay-newcomer-'));
  const bin = join(home, 'bin');
  const player = join(import.meta.dirname, 'play-command.mjs');
  mkdirSync(bin);
  for (const program of ['docker', 'aws']) {
    const script = `#!/bin/sh\nexec "${process.execPath}" "${player}" ${program} "$@"\n`;
    writeFileSync(join(bin, program), script, { mode: 0o755 });
  }
  const env = {
    PATH: `${bin}:${path}`,
    HOME: home,
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_REGION: contents.place.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
  const running = new Set<ChildProcess>();
  return {
    async run(command) {
      // A group of its own: what a test gave up on ends with all that it has started.
      const options = { cwd: ROOT, env, detached: true };
      const shell = spawn('bash', ['-euo', 'pipefail', '-c', command], options);
      running.add(shell);
      shell.stdin.end();
      let printed = '';
      shell.stdout.on('data', (chunk) => (printed += chunk));
      shell.stderr.on('data', (chunk) => (printed += chunk));
      const [status] = (await once(shell, 'close')) as [number];
      running.delete(shell);
      return { status, printed };
    },
    close() {
      for (const { pid } of running) if (pid) process.kill(-pid, 'SIGKILL');
      rmSync(home, { recursive: true, force: true });
    },
  };
}
