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

/**
 * How many times its bound a time may be. The short form runs beside all other tests, on a machine
 * of any kind: there only what is far out is wrong.
 */
export const SLACK: Readonly<Record<Scale, number>> = { full: 1, short: 4 };
