import { PatchbayError } from '@patchbay/platform';
import { SpeechHistoryTooLongError } from '@patchbay/speech';

/**
 * What Bedrock says can go wrong with a session, and whether a new session can help. Source:
 * Bedrock API reference, InvokeModelWithBidirectionalStream, errors; the first six also come
 * within the stream.
 */
const RETRYABLE_BY_EXCEPTION: Readonly<Record<string, boolean>> = {
  InternalServerException: true,
  ModelStreamErrorException: true,
  ValidationException: false,
  ThrottlingException: true,
  ModelTimeoutException: true,
  ServiceUnavailableException: true,
  AccessDeniedException: false,
  ModelErrorException: true,
  ModelNotReadyException: true,
  ResourceNotFoundException: false,
  ServiceQuotaExceededException: true,
};

/** A session that Bedrock ended or refused; `name` is Bedrock's own name for the error. */
export class SpeechSessionError extends PatchbayError {
  constructor(name: string, retryable: boolean, cause: unknown) {
    super(name, `Bedrock ended or refused the speech session with ${name}.`, { retryable, cause });
  }
}

/** Bedrock could not be reached, or the connection broke: refused, reset, timed out. */
export class SpeechConnectionError extends PatchbayError {
  constructor(cause: unknown) {
    super('SpeechConnectionError', 'The connection to Bedrock failed.', { retryable: true, cause });
  }
}

/**
 * The model waited too long for sound. Bedrock calls that a validation error; unlike the others
 * of that name it says nothing against the next session.
 */
export class SpeechSessionIdleError extends PatchbayError {
  constructor(cause: unknown) {
    super('SpeechSessionIdleError', 'The speech model heard nothing for longer than it waits.', {
      retryable: true,
      cause,
    });
  }
}

/** The connection takes no more input, although nobody closed it. */
export class SpeechSessionStalledError extends PatchbayError {
  constructor() {
    super('SpeechSessionStalledError', 'The connection to Bedrock takes no more input.', {
      retryable: true,
    });
  }
}

/**
 * The stream ended although nobody closed it. The SDK ends its iterator silently on an abort, a
 * time-out and a lost connection, so an end is only believed after our own `sessionEnd`.
 */
export class SpeechSessionLostError extends PatchbayError {
  constructor() {
    super('SpeechSessionLostError', 'The speech session ended before it was closed.', {
      retryable: true,
    });
  }
}

/** The model sent something that is not an event of its protocol. */
export class SpeechProtocolError extends PatchbayError {
  constructor(cause: unknown) {
    super('SpeechProtocolError', 'The speech model sent an event that breaks its protocol.', {
      retryable: true,
      cause,
    });
  }
}

/** Validation errors that Bedrock tells apart by their text alone. */
const NAMED_BY_MESSAGE: readonly [RegExp, (cause: unknown) => PatchbayError][] = [
  [/timed out waiting/i, (cause) => new SpeechSessionIdleError(cause)],
  [/history is over/i, (cause) => new SpeechHistoryTooLongError(cause)],
];

/** Gives what the SDK threw a name of ours, which knows whether to try again. */
export function namedError(cause: unknown): PatchbayError {
  if (cause instanceof PatchbayError) return cause;
  if (!(cause instanceof Error) || !('$fault' in cause)) return new SpeechConnectionError(cause);
  const byMessage = NAMED_BY_MESSAGE.find(
    ([pattern]) => cause.name === 'ValidationException' && pattern.test(cause.message),
  );
  if (byMessage) return byMessage[1](cause);
  // What Bedrock adds one day: its own faults pass, ours do not.
  const retryable = RETRYABLE_BY_EXCEPTION[cause.name] ?? cause.$fault === 'server';
  return new SpeechSessionError(cause.name, retryable, cause);
}
