import { parentPort } from 'node:worker_threads';
import { errorName } from '@patchbay/platform';

/** A worker's answer, and the buffers in it that move instead of being copied. */
export interface Served<Reply> {
  readonly reply: Reply;
  readonly transfer?: readonly ArrayBuffer[];
}

/**
 * Answers the requests of a WorkerClient in the order of their arrival, one at a time.
 * An error thrown by `serve` refuses that request alone.
 */
export function serveRequests<Request, Reply>(
  serve: (request: Request) => Promise<Served<Reply>>,
): void {
  let last: Promise<void> = Promise.resolve();
  parentPort?.on('message', ({ id, request }: { id: number; request: Request }) => {
    last = last.then(() => answer(id, request));
  });

  async function answer(id: number, request: Request): Promise<void> {
    try {
      const { reply, transfer = [] } = await serve(request);
      parentPort?.postMessage({ id, reply }, [...transfer]);
    } catch (error) {
      const refusal = error instanceof Error ? error.message : errorName(error);
      parentPort?.postMessage({ id, refusal });
    }
  }
}
