import { InvokeCommand, LambdaClient, LambdaServiceException } from '@aws-sdk/client-lambda';
import {
  parseToolAnswer,
  ToolFailedError,
  toToolRequest,
  type ToolCall,
  type ToolRunner,
} from '@patchbay/agent';
import { busyClient, untilDone } from '@patchbay/platform';

/** A caller is waiting: a retry comes soon or not at all. */
const BACKOFF = { baseMs: 200, capMs: 1000 };

/** The runner counts the tries itself: the SDK's own would not show. */
const createClient = () => new LambdaClient({ maxAttempts: 1, ...busyClient });

/**
 * Runs tools that are Lambda functions: the event is a `ToolRequest`, what the function returns is
 * the answer. The bridge's role needs lambda:InvokeFunction on each of them.
 */
export function createLambdaToolRunner(client = createClient()): ToolRunner<'lambda'> {
  return {
    run: (call, signal) =>
      untilDone(() => invoke(call, signal, client), {
        ...BACKOFF,
        attempts: call.handler.attempts,
        signal,
      }),
  };
}

async function invoke(call: ToolCall<'lambda'>, signal: AbortSignal, client: LambdaClient) {
  const limit = AbortSignal.timeout(call.handler.timeoutMs);
  const command = new InvokeCommand({
    FunctionName: call.handler.functionName,
    Payload: new TextEncoder().encode(JSON.stringify(toToolRequest(call))),
  });
  try {
    const abortSignal = AbortSignal.any([signal, limit]);
    const { FunctionError, Payload } = await client.send(command, { abortSignal });
    // The function threw or ran out of time; its error may quote the caller, so it stays there.
    if (FunctionError) throw new ToolFailedError('broken');
    return parseToolAnswer(Payload ?? new Uint8Array());
  } catch (error) {
    throw toToolFailure(error, limit.aborted);
  }
}

function toToolFailure(error: unknown, isLate: boolean): ToolFailedError {
  if (error instanceof ToolFailedError) return error;
  if (isLate) return new ToolFailedError('timeout', error);
  const status =
    error instanceof LambdaServiceException ? error.$metadata.httpStatusCode : undefined;
  const isOurFault = status !== undefined && status >= 400 && status < 500 && status !== 429;
  return new ToolFailedError(isOurFault ? 'refused' : 'unreachable', error);
}
