import { openSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { errorName, PatchbayError } from '@patchbay/platform';
import type { Invocation, Outcome, WorkerStart } from './worker-protocol';

type Handler = (event: unknown, context: object) => Promise<unknown>;

const { bundlePath, logPath } = workerData as WorkerStart;

// Loggers write to the file descriptor of standard output, which a worker shares with the whole
// process; here it is the function's own log file.
if (logPath) {
  Object.defineProperty(process.stdout, 'fd', { value: openSync(logPath, 'a') });
}

const loading = loadHandler();
loading.catch(() => undefined); // reported by the first invocation

parentPort?.on('message', async (invocation: Invocation) => {
  parentPort?.postMessage(await run(invocation));
});

async function loadHandler(): Promise<Handler> {
  const { handler } = await import(pathToFileURL(bundlePath).href);
  if (typeof handler === 'function') return handler;
  throw new PatchbayError('Runtime.HandlerNotFound', `${bundlePath} exports no handler.`, {
    retryable: false,
  });
}

async function run({ requestId, eventJson, deadlineMs }: Invocation): Promise<Outcome> {
  try {
    const handler = await loading;
    const context = {
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    };
    const result = await handler(JSON.parse(eventJson), context);
    return { requestId, payloadJson: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return { requestId, errorType: errorName(error) };
  }
}
