import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { workerPath } from '../worker-path';
import type { LambdaResult } from './lambda-invoker';
import type { Invocation, Outcome, WorkerStart } from './worker-protocol';

export interface InstanceOptions extends WorkerStart {
  readonly env: Readonly<Record<string, string>>;
}

const TIMED_OUT = 'Sandbox.Timedout';

type Settle = (result: LambdaResult) => void;

/** A warm instance of a function: a worker with an environment of its own. */
export class LambdaInstance {
  readonly #worker: Worker;
  #alive = true;
  /** By request, what waits for its outcome. */
  readonly #running = new Map<string, Settle>();

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

  /** Events that it is working on. */
  get running(): number {
    return this.#running.size;
  }

  /**
   * Runs one event. An instance that takes longer than `timeoutMs` is killed, unless it has other
   * events in hand: then nobody waits for this one any more.
   */
  invoke(event: unknown, timeoutMs: number): Promise<LambdaResult> {
    const invocation: Invocation = {
      requestId: randomUUID(),
      eventJson: JSON.stringify(event),
      deadlineMs: Date.now() + timeoutMs,
    };
    const { requestId } = invocation;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#timedOut(requestId), timeoutMs);
      this.#running.set(requestId, (result) => {
        clearTimeout(timer);
        resolve(result);
      });
      this.#worker.postMessage(invocation);
    });
  }

  async close(): Promise<void> {
    this.#die('Runtime.ExitError');
    await this.#worker.terminate();
  }

  #finish(outcome: Outcome): void {
    const settle = this.#running.get(outcome.requestId);
    this.#running.delete(outcome.requestId);
    settle?.(
      'payloadJson' in outcome
        ? { kind: 'ok', payload: JSON.parse(outcome.payloadJson) }
        : { kind: 'error', errorType: outcome.errorType },
    );
  }

  #timedOut(requestId: string): void {
    if (this.#running.size > 1) this.#finish({ requestId, errorType: TIMED_OUT });
    else this.#die(TIMED_OUT);
  }

  #die(errorType: string): void {
    this.#alive = false;
    for (const requestId of [...this.#running.keys()]) this.#finish({ requestId, errorType });
    void this.#worker.terminate();
  }
}
