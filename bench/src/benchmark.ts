/** What the command line says of the load; a benchmark takes what concerns it and has defaults. */
export interface BenchmarkOptions {
  readonly calls?: string | undefined;
  readonly seconds?: string | undefined;
}

export interface BenchmarkResult {
  /** The last line under `--json`; a figure that could not be measured is null. */
  readonly figures: object;
  /** The same for people, one row a subject. */
  readonly table: Readonly<Record<string, Readonly<Record<string, string | number | null>>>>;
}

/** One measurement, run by its name. Peers are measured in the same run, on the same input. */
export type Benchmark = (options: BenchmarkOptions) => Promise<BenchmarkResult>;
