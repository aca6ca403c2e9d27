import {
  isSignatureValid,
  SIGNATURE_TOLERANCE_MS,
  signatureHeaders,
  verifySignature,
} from './signature';

const NOW_MS = 1_700_000_000_000;
const BODY = '{"cursor":3}';

describe('isSignatureValid', () => {
  const headers = signatureHeaders('current-key', BODY, NOW_MS);

  test('accepts the body that was signed, under either live key', () => {
    expect(isSignatureValid(['current-key', 'previous-key'], BODY, headers, NOW_MS)).toBe(true);
    expect(isSignatureValid(['next-key', 'current-key'], BODY, headers, NOW_MS)).toBe(true);
  });

  test('refuses an altered body, an unknown key and missing headers', () => {
    expect(isSignatureValid(['current-key'], '{"cursor":4}', headers, NOW_MS)).toBe(false);
    expect(isSignatureValid(['other-key'], BODY, headers, NOW_MS)).toBe(false);
    expect(isSignatureValid(['current-key'], BODY, {}, NOW_MS)).toBe(false);
  });

  test('refuses a signature outside the tolerance on either side', () => {
    for (const skewMs of [-SIGNATURE_TOLERANCE_MS - 1, SIGNATURE_TOLERANCE_MS + 1]) {
      expect(isSignatureValid(['current-key'], BODY, headers, NOW_MS + skewMs)).toBe(false);
    }
  });

  test('tells a right signature of another time from a wrong one', () => {
    const lateMs = NOW_MS + SIGNATURE_TOLERANCE_MS + 1;

    expect(verifySignature(['current-key'], BODY, headers, lateMs)).toBe('expired');
    expect(verifySignature(['other-key'], BODY, headers, lateMs)).toBe('invalid');
    expect(verifySignature(['current-key'], '{"cursor":4}', headers, lateMs)).toBe('invalid');
  });
});
