import { Worker } from 'node:worker_threads';
import { PatchbayError } from '@patchbay/platform';
import { workerPath } from './worker-path';

/** A worker thread ended while work lay with it. The next request starts a fresh one. */
export class WorkerCrashedError extends PatchbayError {
  constructor(name: string, cause: unknown) {
    super('WorkerCrashedError', `Worker ${name} crashed; the next request starts it anew.`, {
      retryable: true,
      cause,
    });
  }
}

/** A request came after the client of the worker was closed. */
export class WorkerClosedError extends PatchbayError {
  constructor(name: string) {
    super('WorkerClosedError', `Worker ${name} is closed; make a new client to go on.`, {
      retryable: false,
    });
  }
}

/** The worker understood the request and could not do it. */
export class WorkerRefusedError extends PatchbayError {
  constructor(name: string, reason: string) {
    super('WorkerRefusedError', `Worker ${name} could not do its work: ${reason}`, {
      retryable: false,
    });
  }
}

interface Waiting<Reply> {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

/** What {@link serveRequests} posts back. */
type Answer<Reply> = { id: number } & ({ reply: Reply } | { refusal: string });

/** Asks a worker of this app, request by request; a crash fails what is open and nothing after it. */
export class WorkerClient<Request, Reply> {
  readonly #name: string;
  readonly #path: string;
  readonly #waiting = new Map<number, Waiting<Reply>>();
  #worker: Worker | undefined;
  #lastId = 0;
  #closed = false;

  /** The thread starts with the first request. */
  constructor(name: string, path = workerPath(name)) {
    this.#name = name;
    this.#path = path;
  }

  /** @throws WorkerCrashedError, WorkerRefusedError, WorkerClosedError */
  async ask(request: Request): Promise<Reply> {
    if (this.#closed) throw new WorkerClosedError(this.#name);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#running().postMessage({ id, request });
    });
  }

  /** Ends the thread for good; what is still open fails. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#failAll(worker, 'closed');
    await worker?.terminate();
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#path);
    worker.on('message', (answer: Answer<Reply>) => this.#settle(answer));
    worker.on('error', (error) => this.#failAll(worker, error));
    worker.on('exit', (code) => this.#failAll(worker, `exit code ${code}`));
    this.#worker = worker;
    return worker;
  }

  #settle(answer: Answer<Reply>): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('reply' in answer) waiting?.resolve(answer.reply);
    else waiting?.reject(new WorkerRefusedError(this.#name, answer.refusal));
  }

  #failAll(worker: Worker | undefined, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new WorkerCrashedError(this.#name, cause));
  }
}
