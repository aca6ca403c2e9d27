import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FaultFigures, FaultRun, Scale } from './fault';

/**
 * A fault that has no verdict by then hangs. Many times what any takes, even while others run beside
 * it on a busy machine.
 */
export const LIMIT_MS: Readonly<Record<Scale, number>> = { full: 20 * 60_000, short: 5 * 60_000 };

/** A process that does not say by then what it waits for is too busy to. */
const ANSWER_LIMIT_MS = 5000;

const BUNDLE = join('dist', 'e2e', 'one-fault.mjs');
const FLAGS = ['--enable-source-maps', '--disable-warning=ExperimentalWarning'];

/** What a process that runs a fault says: progress, what it waits for when asked, its figures. */
export type Said =
  { readonly line: string } | { readonly waitsFor: string } | { readonly figures: FaultFigures };

export interface ProcessRun extends FaultRun {
  /** Aborts when the fault has taken too long. */
  readonly limit?: AbortSignal;
}

/**
 * Runs one fault in a process group of its own: whatever becomes of it, nothing that it has started
 * is left, and there is a verdict within the limit.
 */
export async function runFault(
  name: string,
  { scale, tell, limit = AbortSignal.timeout(LIMIT_MS[scale]) }: ProcessRun,
): Promise<FaultFigures> {
  const startedMs = performance.now();
  const child = fork(BUNDLE, [name, scale], {
    detached: true,
    execArgv: FLAGS,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(child, 'exit');
  const told = ['nothing'];
  const figures = await Promise.race([
    verdictOf(child, (line) => {
      told.push(line);
      tell(line);
    }),
    ended.then(([code, signal]) => ({ pass: false, ended_with: code ?? signal })),
    waitsAt(limit, child).then((waitsFor) => ({
      pass: false,
      no_verdict_after_s: Math.round((performance.now() - startedMs) / 1000),
      last_told: told.at(-1),
      waits_for: waitsFor,
    })),
  ]);
  killGroup(child);
  await ended;
  return figures;
}

function verdictOf(child: ChildProcess, tell: (line: string) => void): Promise<FaultFigures> {
  for (const output of [child.stdout, child.stderr]) {
    if (output) createInterface(output).on('line', tell);
  }
  return new Promise((resolve) => {
    child.on('message', (said: Said) => {
      if ('line' in said) tell(said.line);
      if ('figures' in said) resolve(said.figures);
    });
  });
}

/** What the process waits for when the limit comes. */
async function waitsAt(limit: AbortSignal, child: ChildProcess): Promise<string> {
  await new Promise((resolve) => limit.addEventListener('abort', resolve, { once: true }));
  return new Promise((resolve) => {
    child.on('message', (said: Said) => {
      if ('waitsFor' in said) resolve(said.waitsFor);
    });
    if (child.connected) child.send('what do you wait for?');
    setTimeout(resolve, ANSWER_LIMIT_MS, 'it is too busy to say').unref();
  });
}

function killGroup({ pid }: ChildProcess): void {
  try {
    // All that it started are of its group.
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}
