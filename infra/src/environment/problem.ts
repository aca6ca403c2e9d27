/** A mistake in the file of environments, with the line that must change. */
export interface Problem {
  /** Keys from the root, such as `dev`, `calls`, `planned`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Thrown once, with every mistake in it. */
export class EnvironmentsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Fix these settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'EnvironmentsError';
    this.problems = problems;
  }
}
