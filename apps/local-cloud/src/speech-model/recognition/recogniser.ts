import { WorkerClient } from '../../worker-client';

export interface Recognition {
  /** The words of the grammar that come nearest, in lower case; empty when none come near. */
  readonly text: string;
  /** Whether the caller really said that, and not something outside the grammar. */
  readonly confident: boolean;
}

/** One caller's utterances, one after another. PCM16 mono at 8 kHz. */
export interface RecogniserSession {
  /** The first sound after a result begins the next utterance. Never throws: `finish` does. */
  hear(pcm: Int16Array): void;
  /** The utterance is over. @throws WorkerCrashedError, WorkerRefusedError (also for a bad grammar) */
  finish(): Promise<Recognition>;
  close(): void;
}

/** Speech to text that needs no account; it works in a worker and never blocks its caller. */
export interface Recogniser {
  /** @param grammar JSGF with one public rule */
  open(grammar: string): RecogniserSession;
  close(): Promise<void>;
}

/** One piece of work for the recogniser worker. */
export type RecognitionRequest = { readonly session: number } & (
  | { readonly type: 'open'; readonly grammar: string }
  | { readonly type: 'hear'; readonly pcm: Int16Array }
  | { readonly type: 'finish' }
  | { readonly type: 'close' }
);

type RecogniserWorker = WorkerClient<RecognitionRequest, Recognition | undefined>;

/** soundswallower in a worker thread. Resolves once the worker can listen. */
export async function createRecogniser(): Promise<Recogniser> {
  const worker: RecogniserWorker = new WorkerClient('recogniser-worker');
  let sessions = 0;
  const open = (grammar: string) => new WorkerSession(worker, ++sessions, grammar);
  await checkGrammar({ open }, '#JSGF V1.0; grammar ready; public <ready> = ready;');
  return { open, close: () => worker.close() };
}

/** @throws WorkerRefusedError when the grammar cannot be parsed or has words without a pronunciation */
export async function checkGrammar(
  recogniser: Pick<Recogniser, 'open'>,
  grammar: string,
): Promise<void> {
  const session = recogniser.open(grammar);
  try {
    await session.finish();
  } finally {
    session.close();
  }
}

class WorkerSession implements RecogniserSession {
  readonly #worker: RecogniserWorker;
  readonly #session: number;
  /** The first thing that went wrong since it was opened; all later results fail by it. */
  #failure: { readonly error: unknown } | undefined;

  constructor(worker: RecogniserWorker, session: number, grammar: string) {
    this.#worker = worker;
    this.#session = session;
    this.#tell({ type: 'open', session, grammar });
  }

  hear(pcm: Int16Array): void {
    this.#tell({ type: 'hear', session: this.#session, pcm });
  }

  async finish(): Promise<Recognition> {
    const result = await this.#worker.ask({ type: 'finish', session: this.#session }).catch(
      // What went wrong first says more than that the session is gone.
      (error: unknown) => Promise.reject(this.#failure?.error ?? error),
    );
    if (this.#failure) throw this.#failure.error;
    return result ?? { text: '', confident: false };
  }

  close(): void {
    this.#tell({ type: 'close', session: this.#session });
  }

  #tell(request: RecognitionRequest): void {
    this.#worker.ask(request).catch((error: unknown) => {
      this.#failure ??= { error };
    });
  }
}
