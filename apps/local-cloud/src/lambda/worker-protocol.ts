/** What an instance's worker is started with. */
export interface WorkerStart {
  readonly bundlePath: string;
  /** Where the function's output goes; its own standard output if absent. */
  readonly logPath: string | undefined;
}

/** One invocation; most instances have one at a time. */
export interface Invocation {
  readonly requestId: string;
  readonly eventJson: string;
  /** Epoch milliseconds at which the function is killed. */
  readonly deadlineMs: number;
}

/** What came of the invocation of that id. */
export type Outcome = { readonly requestId: string } & (
  { readonly payloadJson: string } | { readonly errorType: string }
);
