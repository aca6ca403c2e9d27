import type { Clock } from '@patchbay/platform';
import type { MediaStreams } from '../kinesis-video/media-streams';
import type { LambdaInvoker } from '../lambda/lambda-invoker';
import type { Synthesiser } from '../voice/synthesiser';
import type { Contact } from './contact';
import type { Line } from './line/line';
import type { PromptStore } from './prompts/prompt-store';

/** How long Amazon Connect itself takes, in milliseconds on the line. */
export interface ConnectDelays {
  /** Before each invocation of a Lambda function. */
  readonly lambdaMs: number;
  /** From reaching a prompt to its first sample. */
  readonly promptStartMs: number;
}

/** What was seen at real instances, roughly. */
export const DEFAULT_DELAYS: ConnectDelays = { lambdaMs: 120, promptStartMs: 150 };

/** What the simulated instance uses. */
export interface ConnectServices {
  readonly lambdas: LambdaInvoker;
  readonly streams: MediaStreams;
  readonly prompts: PromptStore;
  readonly voice: Synthesiser;
  readonly delays: ConnectDelays;
  /** Real time, which the limits on Lambda functions are counted in. */
  readonly clock: Clock;
}

/** One contact under way, as a flow action sees it. */
export interface Call {
  readonly contact: Contact;
  readonly line: Line;
  readonly services: ConnectServices;
  /** A prompt with sound in it starts. */
  promptStarted(uri: string, durationMs: number, heardAfterMs?: number): void;
  /** Something that a real instance would refuse or a caller would complain of. */
  complain(problem: string): void;
}
