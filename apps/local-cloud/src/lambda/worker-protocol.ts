/** What an instance's worker is started with. */
export interface WorkerStart {
  readonly bundlePath: string;
  /** Where the function's output goes; its own standard output if absent. */
  readonly logPath: string | undefined;
}

/** One invocation; an instance has at most one at a time. */
export interface Invocation {
  readonly requestId: string;
  readonly eventJson: string;
  /** Epoch milliseconds at which the function is killed. */
  readonly deadlineMs: number;
}

export type Outcome = { readonly payloadJson: string } | { readonly errorType: string };
