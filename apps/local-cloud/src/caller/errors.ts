import { PatchbayError } from '@patchbay/platform';

export class UnknownScenarioError extends PatchbayError {
  constructor(name: string, known: readonly string[]) {
    super('UnknownScenarioError', `No scenario ${name}; there are: ${known.join(', ')}.`, {
      retryable: false,
    });
  }
}

/** A scenario file that breaks the rules: every mistake with its path. */
export class InvalidScenarioError extends PatchbayError {
  constructor(name: string, problems: readonly string[]) {
    super('InvalidScenarioError', `Scenario ${name} is not usable: ${problems.join('; ')}.`, {
      retryable: false,
    });
  }
}

/** A file given as the caller's voice that cannot be played. */
export class UnusableWavError extends PatchbayError {
  constructor(file: string, cause: unknown) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    super('UnusableWavError', `Cannot play ${file}: ${problem}`, { retryable: false, cause });
  }
}
