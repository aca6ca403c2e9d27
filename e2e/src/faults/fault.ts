/** How much of a fault is run: `full` is what the README promises, `short` is part of npm test. */
export type Scale = 'full' | 'short';

/** What a run of a fault found; figures beside `pass` say by how much it holds or fails. */
export interface FaultFigures {
  readonly pass: boolean;
  readonly [figure: string]: unknown;
}

export interface FaultRun {
  readonly scale: Scale;
  /** Progress for people, a line at a time. */
  readonly tell: (line: string) => void;
}

/** One fault under load, judged by a ledger. It sets up and ends all that it needs. */
export type Fault = (run: FaultRun) => Promise<FaultFigures>;
