import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface LogLine {
  readonly msg?: string;
  readonly port?: number;
  readonly contactId?: string;
  readonly epoch?: number;
}

/** One bridge, as production runs it: a process with settings by environment alone. */
export interface BridgeProcess {
  readonly url: string;
  readonly log: readonly LogLine[];
  signal(name: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves with its exit status; null for one that was killed. */
  readonly ended: Promise<number | null>;
}

/** Resolves once the bridge takes calls. */
export async function startBridge(env: Readonly<Record<string, string>>): Promise<BridgeProcess> {
  const child = spawn(process.execPath, ['dist/apps/audio-bridge/main.mjs'], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const log: LogLine[] = [];
  const ready = Promise.withResolvers<number>();
  createInterface(child.stdout).on('line', (text) => {
    if (!text.startsWith('{')) return;
    const line = JSON.parse(text) as LogLine;
    log.push(line);
    if (line.msg === 'ready') ready.resolve(line.port ?? 0);
  });
  const ended = once(child, 'exit').then(([status]) => status as number | null);
  void ended.then((status) => ready.reject(new Error(`the bridge ended with ${status}`)));
  const url = `https://127.0.0.1:${await ready.promise}`;
  return { url, log, ended, signal: (name) => void child.kill(name) };
}
