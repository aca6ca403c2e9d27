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

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** `expired`: a holder of a key sent exactly this body, but at another time, or by another clock. */
export type SignatureVerdict = 'valid' | 'invalid' | 'expired';

/**
 * Whether the headers prove that a holder of one of `keys` (the current and the previous one,
 * for rotation) sent exactly `body`, and within {@link SIGNATURE_TOLERANCE_MS} of `nowMs`. The
 * time counts only once the signature is right: nobody without a key can make a request `expired`.
 */
export function verifySignature(
  keys: readonly string[],
  body: string | Uint8Array,
  headers: Headers,
  nowMs: number,
): SignatureVerdict {
  const timestamp = headers[TIMESTAMP_HEADER];
  const signature = headers[SIGNATURE_HEADER];
  if (typeof timestamp !== 'string' || typeof signature !== 'string') return 'invalid';
  if (!/^\d{1,16}$/.test(timestamp)) return 'invalid';
  if (!keys.some((key) => equalStrings(signature, `v1=${digest(key, timestamp, body)}`))) {
    return 'invalid';
  }
  return Math.abs(nowMs - Number(timestamp)) > SIGNATURE_TOLERANCE_MS ? 'expired' : 'valid';
}

/** As {@link verifySignature}, for those to whom every refusal is the same. */
export const isSignatureValid = (...signed: Parameters<typeof verifySignature>): boolean =>
  verifySignature(...signed) === 'valid';

function digest(key: string, timestamp: string, body: string | Uint8Array): string {
  return createHmac('sha256', key).update(`${timestamp}.`).update(body).digest('hex');
}

function equalStrings(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
