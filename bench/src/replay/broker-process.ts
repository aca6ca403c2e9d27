import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Broker {
  /** What a client of it needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly queueUrls: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts broker.ts, bundled beside this benchmark. */
export async function startBroker(): Promise<Broker> {
  const script = join(import.meta.dirname, 'replay-broker.mjs');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    ...(JSON.parse(String(line)) as Omit<Broker, 'stop'>),
    async stop() {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}
