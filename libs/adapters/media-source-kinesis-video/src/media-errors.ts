import {
  MediaAccessError,
  MediaConnectionError,
  MediaStartRefusedError,
  MediaThrottledError,
} from '@patchbay/media-stream';
import type { PatchbayError } from '@patchbay/platform';

type NamedError = new (cause: unknown) => PatchbayError;

/** What GetDataEndpoint and GetMedia answer; anything else is taken for a broken connection. */
const BY_NAME: ReadonlyMap<string, NamedError> = new Map<string, NamedError>([
  ['InvalidArgumentException', MediaStartRefusedError],
  ['ClientLimitExceededException', MediaThrottledError],
  ['ConnectionLimitExceededException', MediaThrottledError],
  ['ThrottlingException', MediaThrottledError],
  ['NotAuthorizedException', MediaAccessError],
  ['AccessDeniedException', MediaAccessError],
  ['ResourceNotFoundException', MediaAccessError],
]);

/** An error of the SDK as one of the port's. */
export function mediaError(error: unknown): PatchbayError {
  const name = error instanceof Error ? error.name : '';
  return new (BY_NAME.get(name) ?? MediaConnectionError)(error);
}
