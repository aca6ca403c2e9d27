import { PatchbayError } from '@patchbay/platform';

/** A flow that cannot be run: every reason, each with its action and parameter. */
export class FlowRefusedError extends PatchbayError {
  readonly problems: readonly string[];

  constructor(flowName: string, problems: readonly string[]) {
    super(
      'FlowRefusedError',
      `Contact flow ${flowName} cannot be run:\n${problems.map((p) => `  - ${p}`).join('\n')}`,
      { retryable: false },
    );
    this.problems = problems;
  }
}
