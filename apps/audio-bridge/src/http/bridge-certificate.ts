import { generate } from 'selfsigned';

/** Longer than any bridge lives; a bridge makes a new one at each start. */
const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;

/** Clocks of bridge and Lambda may differ by this much. */
const CLOCK_SKEW_MS = 10 * 60 * 1000;

export interface BridgeCertificate {
  /** PEM; goes into the record of each call that the bridge claims. */
  readonly certificate: string;
  readonly privateKey: string;
}

/**
 * A certificate for this bridge alone. The record of a call names it, and the Lambda functions
 * accept no other at that address: an impostor there is refused.
 */
export async function createBridgeCertificate(address: string): Promise<BridgeCertificate> {
  const { cert, private: privateKey } = await generate([{ name: 'commonName', value: address }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - CLOCK_SKEW_MS),
    notAfterDate: new Date(Date.now() + LIFETIME_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: address }] },
    ],
  });
  return { certificate: cert, privateKey };
}
