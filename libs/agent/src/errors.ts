import { PatchbayError } from '@patchbay/platform';
import { describeProblem, type AgentProblem } from './files/problem';

export class UnknownAgentError extends PatchbayError {
  constructor(description: string) {
    super('UnknownAgentError', `No agent ${description}; add a folder under agents/.`, {
      retryable: false,
    });
  }
}

/** Agent folders that break the rules: every mistake with its file and path. */
export class InvalidAgentError extends PatchbayError {
  readonly problems: readonly string[];

  constructor(problems: readonly AgentProblem[]) {
    const lines = problems.map(describeProblem);
    super('InvalidAgentError', `Mend these agents:\n${lines.map((p) => `  - ${p}`).join('\n')}`, {
      retryable: false,
    });
    this.problems = lines;
  }
}

/** What can go wrong with a tool, and what the model may honestly say of it. */
const TOOL_FAILURES = {
  timeout: 'It did not answer in time. Whether it has done its work is not known.',
  unreachable: 'It cannot be reached at the moment.',
  broken: 'It has a problem of its own at the moment.',
  refused: 'It refused the request.',
  'unusable-answer': 'Its answer cannot be used. Whether it has done its work is not known.',
} as const;
export type ToolFailure = keyof typeof TOOL_FAILURES;

/** Failures after which the same request may succeed. */
const WORTH_A_RETRY: ReadonlySet<ToolFailure> = new Set(['timeout', 'unreachable', 'broken']);

/** Where agents should be there is not one folder. */
export class NoAgentsError extends PatchbayError {
  constructor() {
    super('NoAgentsError', 'There are no agents; check AGENTS_DIR.', {
      retryable: true,
    });
  }
}

/** A tool did not do its work. */
export class ToolFailedError extends PatchbayError {
  readonly failure: ToolFailure;

  constructor(failure: ToolFailure, cause?: unknown) {
    super('ToolFailedError', TOOL_FAILURES[failure], {
      retryable: WORTH_A_RETRY.has(failure),
      cause,
    });
    this.failure = failure;
  }
}

/** A tool does not do what the model asked for; the message tells the model why, and is no secret. */
export class ToolRefusedError extends PatchbayError {
  constructor(message: string) {
    super('ToolRefusedError', message, { retryable: false });
  }
}
