import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LambdaResult } from '@patchbay/local-cloud';

const RUNNER = join(process.cwd(), 'e2e', 'src', 'faults', 'turns', 'invoke-function.mjs');
const bundle = (name: string) =>
  pathToFileURL(join(process.cwd(), 'dist', 'apps', 'connect-lambdas', `${name}.mjs`)).href;

export interface LambdaProcess {
  /** Several at a time, unlike a real instance: they share what the function keeps. */
  invoke(event: unknown): Promise<LambdaResult>;
  /** All that the function has logged. */
  log(): string;
  stop(): void;
}

/** Runs a function of `apps/connect-lambdas` as it is deployed, in a process of its own. */
export async function startLambda(
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<LambdaProcess> {
  const child = fork(RUNNER, [bundle(name)], {
    env: { ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  for (const output of [child.stdout, child.stderr]) {
    output?.on('data', (text: Buffer) => (printed += text));
  }
  const waiting = new Map<number, (result: LambdaResult) => void>();
  child.on('message', ({ id, payload, errorType }: Reply) => {
    waiting.get(id)?.(
      errorType === undefined ? { kind: 'ok', payload } : { kind: 'error', errorType },
    );
    waiting.delete(id);
  });
  const ended = once(child, 'exit').then(() => {
    for (const settle of waiting.values())
      settle({ kind: 'error', errorType: 'Runtime.ExitError' });
    throw new Error(`${name} ended:\n${printed}`);
  });
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  let invocations = 0;
  return {
    invoke: (event) =>
      new Promise((resolve) => {
        const id = (invocations += 1);
        waiting.set(id, resolve);
        child.send({ id, event });
      }),
    log: () => printed,
    stop: () => void child.kill('SIGKILL'),
  };
}

interface Reply {
  readonly id: number;
  readonly payload?: unknown;
  readonly errorType?: string;
}
