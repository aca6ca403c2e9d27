import type { Prompt } from '../protocol/model-input';
import type { OutputEvents } from '../protocol/output-events';

/** What listens to one caller and answers; the protocol is kept for it. */
export interface Answerer {
  /** PCM16 mono at the prompt's input rate. */
  hear(pcm: Int16Array): void;
  /** Words for it to answer that nobody spoke, such as keys that were pressed. */
  read(text: string): void;
  /** The result of a tool call of its own; `content` is JSON text. */
  toolAnswered(content: string): void;
  /** Stops all work; nothing is put out afterwards. */
  close(): void;
}

/** What an answerer works with. */
export interface AnswererContext {
  readonly prompt: Prompt;
  readonly output: OutputEvents;
  /** Puts out a tool call and lets its result be taken. */
  useTool(name: string, input: object): void;
  /** Ends the session: it cannot go on answering. */
  fail(error: unknown): void;
}

/** @throws ProtocolViolation when the prompt is none that it can answer for */
export type CreateAnswerer = (context: AnswererContext) => Answerer;
