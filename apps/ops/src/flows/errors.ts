import { PatchbayError } from '@patchbay/platform';

/** An instance runs something else than what is committed; the report has been printed. */
export class FlowsDifferError extends PatchbayError {
  constructor(flows: readonly string[]) {
    super('FlowsDifferError', `Not as committed: ${flows.join(', ')}.`, { retryable: false });
  }
}
