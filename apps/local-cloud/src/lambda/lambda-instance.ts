import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { workerPath } from '../worker-path';
import type { LambdaResult } from './lambda-invoker';
import type { Invocation, Outcome, WorkerStart } from './worker-protocol';

export interface InstanceOptions extends WorkerStart {
  readonly env: Readonly<Record<string, string>>;
}

/** A warm instance of a function: a worker with an environment of its own. */
export class LambdaInstance {
  readonly #worker: Worker;
  #alive = true;
  #settle: ((result: LambdaResult) => void) | undefined;

  constructor({ bundlePath, logPath, env }: InstanceOptions) {
    const workerData: WorkerStart = { bundlePath, logPath };
    const captured = { stdout: logPath !== undefined, stderr: logPath !== undefined };
    this.#worker = new Worker(workerPath('lambda-worker'), { workerData, env, ...captured });
    if (logPath) {
      const log = createWriteStream(logPath, { flags: 'a' });
      this.#worker.stdout.pipe(log);
      this.#worker.stderr.pipe(log);
    }
    this.#worker.on('message', (outcome: Outcome) => this.#finish(outcome));
    this.#worker.on('error', (error: Error) => this.#die(error.name));
    this.#worker.on('exit', () => this.#die('Runtime.ExitError'));
  }

  /** False once the worker has ended; the instance takes no more invocations. */
  get isAlive(): boolean {
    return this.#alive;
  }

  /** Runs one event, while no other one runs. An instance that takes longer than `timeoutMs` is killed. */
  invoke(event: unknown, timeoutMs: number): Promise<LambdaResult> {
    const invocation: Invocation = {
      requestId: randomUUID(),
      eventJson: JSON.stringify(event),
      deadlineMs: Date.now() + timeoutMs,
    };
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#die('Sandbox.Timedout'), timeoutMs);
      this.#settle = (result) => {
        clearTimeout(timer);
        resolve(result);
      };
      this.#worker.postMessage(invocation);
    });
  }

  async close(): Promise<void> {
    this.#die('Runtime.ExitError');
    await this.#worker.terminate();
  }

  #finish(outcome: Outcome): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(
      'payloadJson' in outcome
        ? { kind: 'ok', payload: JSON.parse(outcome.payloadJson) }
        : { kind: 'error', errorType: outcome.errorType },
    );
  }

  #die(errorType: string): void {
    this.#alive = false;
    this.#finish({ errorType });
    void this.#worker.terminate();
  }
}
