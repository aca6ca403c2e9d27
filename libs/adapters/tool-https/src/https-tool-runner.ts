import {
  parseToolAnswer,
  TOOL_ANSWER_LIMIT_BYTES,
  ToolFailedError,
  toToolRequest,
  type ToolCall,
  type ToolFailure,
  type ToolRunner,
} from '@patchbay/agent';
import { IDEMPOTENCY_HEADER } from '@patchbay/contracts';
import { signatureHeaders, untilDone, type Clock, type SigningKeys } from '@patchbay/platform';
import { readAtMost } from './read-at-most';

/** A caller is waiting: a retry comes soon or not at all. */
const BACKOFF = { baseMs: 200, capMs: 1000 };

/** Statuses below 500 that ask for another try: request timeout, too early, too many requests. */
const TRY_AGAIN = new Set([408, 425, 429]);

export interface HttpsToolOptions {
  /** Keys that sign requests; the first is used. */
  readonly keys: SigningKeys;
  readonly clock: Clock;
}

/**
 * Runs tools that are services of the team's own: a POST of a `ToolRequest`, signed like webhooks,
 * answered with JSON. Redirects are not followed: the signed body is for this URL alone.
 */
export function createHttpsToolRunner(options: HttpsToolOptions): ToolRunner<'https'> {
  return {
    run: (call, signal) =>
      untilDone(() => post(call, signal, options), {
        ...BACKOFF,
        attempts: call.handler.attempts,
        signal,
      }),
  };
}

async function post(
  call: ToolCall<'https'>,
  signal: AbortSignal,
  options: HttpsToolOptions,
): Promise<unknown> {
  const limit = AbortSignal.timeout(call.handler.timeoutMs);
  try {
    const response = await send(call, AbortSignal.any([signal, limit]), options);
    const failure = failureOf(response.status);
    if (failure) {
      await response.body?.cancel();
      throw new ToolFailedError(failure);
    }
    return parseToolAnswer(await readAtMost(response.body, TOOL_ANSWER_LIMIT_BYTES + 1));
  } catch (error) {
    if (error instanceof ToolFailedError) throw error;
    throw new ToolFailedError(limit.aborted ? 'timeout' : 'unreachable', error);
  }
}

function send(
  call: ToolCall<'https'>,
  signal: AbortSignal,
  { keys, clock }: HttpsToolOptions,
): Promise<Response> {
  const request = toToolRequest(call);
  const body = JSON.stringify(request);
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    [IDEMPOTENCY_HEADER]: encodeURIComponent(request.idempotencyKey),
    ...signatureHeaders(keys[0], body, clock.nowMs()),
  };
  return fetch(call.handler.url, { method: 'POST', headers, body, signal, redirect: 'manual' });
}

function failureOf(status: number): ToolFailure | undefined {
  if (status >= 200 && status < 300) return undefined;
  return status >= 500 || TRY_AGAIN.has(status) ? 'broken' : 'refused';
}
