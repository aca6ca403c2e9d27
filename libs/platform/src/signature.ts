import { createHmac, timingSafeEqual } from 'node:crypto';

/** A signed request older or newer than this is refused, so that a captured one soon loses its worth. */
export const SIGNATURE_TOLERANCE_MS = 2 * 60 * 1000;

export const SIGNATURE_HEADER = 'x-patchbay-signature';
export const TIMESTAMP_HEADER = 'x-patchbay-timestamp';

/** The two headers that authenticate `body`: an epoch-millisecond timestamp and `v1=<hex HMAC-SHA256>`. */
export function signatureHeaders(
  key: string,
  body: string | Uint8Array,
  nowMs: number,
): Record<string, string> {
  const timestamp = String(Math.trunc(nowMs));
  return {
    [TIMESTAMP_HEADER]: timestamp,
    [SIGNATURE_HEADER]: `v1=${digest(key, timestamp, body)}`,
  };
}

/**
 * Whether the headers prove that a holder of one of `keys` (the current and the previous one,
 * for rotation) sent exactly `body` within {@link SIGNATURE_TOLERANCE_MS} of `nowMs`.
 */
export function isSignatureValid(
  keys: readonly string[],
  body: string | Uint8Array,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  nowMs: number,
): boolean {
  const timestamp = headers[TIMESTAMP_HEADER];
  const signature = headers[SIGNATURE_HEADER];
  if (typeof timestamp !== 'string' || typeof signature !== 'string') return false;
  if (!/^\d{1,16}$/.test(timestamp)) return false;
  if (Math.abs(nowMs - Number(timestamp)) > SIGNATURE_TOLERANCE_MS) return false;
  return keys.some((key) => equalStrings(signature, `v1=${digest(key, timestamp, body)}`));
}

function digest(key: string, timestamp: string, body: string | Uint8Array): string {
  return createHmac('sha256', key).update(`${timestamp}.`).update(body).digest('hex');
}

function equalStrings(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
