import type { Synthesiser } from '../voice/synthesiser';
import type { CreateAnswerer } from './answering/answerer';
import type { Pace } from './pace';
import type { Recogniser } from './recognition/recogniser';
import type { TurnScript } from './scripted/turn-script';

/** What each kind of speech model is made with. */
export interface KindSettings {
  /** Folder of the agents, `agents/` of the workspace. */
  readonly agentsDir: string;
  readonly synthesiser: Synthesiser;
  /** Left open when the model closes; without one, a listening model makes and ends its own. */
  readonly recogniser?: Recogniser;
  readonly pace: Pace;
  /** So much of the caller's voice interrupts a reply. */
  readonly bargeInMs: number;
  /** Of the scripted kind: reply after each so much of the caller's audio, whatever is in it. */
  readonly replyEveryMs?: number;
  /** Of the scripted kind: what it does in which turn; without one it only talks. */
  readonly script?: TurnScript | undefined;
}

/** A way to answer callers. */
export interface AnswererKind {
  /** @param seed of one session: chooses how it words its answers */
  createAnswerer(seed: number): CreateAnswerer;
  close(): Promise<void>;
}
