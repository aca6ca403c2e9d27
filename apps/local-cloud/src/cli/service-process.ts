import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { PatchbayError, sleep } from '@patchbay/platform';

export interface ServiceProcess {
  readonly pid: number;
  /** Sends it a signal, such as SIGKILL. */
  signal(name: NodeJS.Signals): void;
  /** Resolves with its exit code once it has ended; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Asks the service to end and waits until it has. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  readonly name: string;
  /** The bundle to run. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Gets all that the service prints. */
  readonly logFile: string;
}

/** A service that does not start within this time never will. */
const START_LIMIT_MS = 20_000;
const START_CHECK_MS = 50;

/** A service that is asked to end gets this long to finish what it has in hand. */
const STOP_LIMIT_MS = 10_000;

/** What every service logs once it takes work. */
const READY_LINE = '"msg":"ready"';

/** Lines of a service's log that are shown when it does not start. */
const LAST_WORDS = 8;

/** A service ended before it was ready; its last words tell why. */
export class ServiceStartError extends PatchbayError {
  constructor(name: string, why: string, log: string, logFile: string) {
    const lastWords = log.trimEnd().split('\n').slice(-LAST_WORDS).join('\n');
    super('ServiceStartError', `${name} ${why}:\n${lastWords}\nIts log: ${logFile}`, {
      retryable: false,
    });
  }
}

/**
 * Runs a service as production would: a process of its own, settings by environment alone.
 * Resolves once it takes work. @throws ServiceStartError
 */
export async function startService(options: ServiceOptions): Promise<ServiceProcess> {
  const log = openSync(options.logFile, 'w');
  const child = spawn(process.execPath, ['--enable-source-maps', options.script], {
    env: { ...options.env },
    stdio: ['ignore', log, log],
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  await untilReady(child, options);
  return {
    pid: child.pid ?? 0,
    stop: () => stop(child),
    signal: (name) => void child.kill(name),
    exited,
  };
}

async function untilReady(child: ChildProcess, { name, logFile }: ServiceOptions): Promise<void> {
  for (let waitedMs = 0; waitedMs < START_LIMIT_MS; waitedMs += START_CHECK_MS) {
    const printed = readFileSync(logFile, 'utf8');
    if (printed.includes(READY_LINE)) return;
    if (child.exitCode !== null) {
      throw new ServiceStartError(name, `ended with ${child.exitCode}`, printed, logFile);
    }
    await sleep(START_CHECK_MS);
  }
  child.kill('SIGKILL');
  throw new ServiceStartError(
    name,
    'did not start in time',
    readFileSync(logFile, 'utf8'),
    logFile,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await exited;
  clearTimeout(kill);
}
