import { PatchbayError } from '@patchbay/platform';

/** The `local-model` folder of an agent breaks the rules: every mistake with its file and path. */
export class InvalidLocalModelError extends PatchbayError {
  constructor(agentId: string, problems: readonly string[]) {
    const lines = problems.map((problem) => `  - ${problem}`).join('\n');
    super('InvalidLocalModelError', `Mend these files of agent ${agentId}:\n${lines}`, {
      retryable: false,
    });
  }
}
