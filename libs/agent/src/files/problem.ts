import type { z } from 'zod';

/** A mistake in an agent's folder. None of its parts repeats a value from the file. */
export interface AgentProblem {
  /** From the folder of agents, such as `bank-demo/agent.json`. */
  readonly file: string;
  /** Within the file, such as `speech.modelId`; empty when the whole file is meant. */
  readonly path: string;
  readonly problem: string;
}

export const describeProblem = ({ file, path, problem }: AgentProblem): string =>
  [file, path, problem].filter(Boolean).join(': ');

/** Notes a mistake of one file. */
export type Report = (path: string, problem: string) => void;

/** Notes each issue under its own path; a key that is not known has a path too. */
export function reportIssues(issues: readonly z.core.$ZodIssue[], report: Report): void {
  for (const issue of issues) {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) report([...path, key].join('.'), 'is not known');
    } else report(path.join('.'), issue.message);
  }
}
