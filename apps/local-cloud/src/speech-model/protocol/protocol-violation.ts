import { PatchbayError } from '@patchbay/platform';

/** The client broke a rule of Nova Sonic's event protocol; the stream ends with a validationException. */
export class ProtocolViolation extends PatchbayError {
  constructor(rule: string) {
    super('ProtocolViolation', rule, { retryable: false });
  }
}
