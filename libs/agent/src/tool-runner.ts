import type { ToolRequest } from '@patchbay/contracts';
import { ToolFailedError } from './errors';
import type { HandlerKind, ToolHandler } from './tool-file';

/** One use of a tool by the model, its input found valid. */
export interface ToolCall<Kind extends HandlerKind = HandlerKind> {
  readonly contactId: string;
  readonly agentId: string;
  /** The model's own name for this use: with the contact it makes the idempotency key. */
  readonly toolUseId: string;
  readonly name: string;
  readonly handler: Extract<ToolHandler, { kind: Kind }>;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Port: does the work of the tools of one kind of handler. */
export interface ToolRunner<Kind extends HandlerKind> {
  /**
   * @returns what the model is to know, JSON-serialisable
   * @throws ToolFailedError with an answer that the model can give the caller
   */
  run(call: ToolCall<Kind>, signal: AbortSignal): Promise<unknown>;
}

export type ToolRunners = { readonly [Kind in HandlerKind]: ToolRunner<Kind> };

/** What a tool outside the bridge is sent; the same in every try. */
export const toToolRequest = (call: Omit<ToolCall, 'handler'>): ToolRequest => ({
  version: 1,
  idempotencyKey: `${call.contactId}:${call.toolUseId}`,
  tool: call.name,
  input: call.input,
  contactId: call.contactId,
  agentId: call.agentId,
});

/** A tool's answer goes into the model's context: longer ones would crowd the talk out of it. */
export const TOOL_ANSWER_LIMIT_BYTES = 32 * 1024;

/**
 * Reads a tool's answer.
 * @throws ToolFailedError when it is too long or not JSON
 */
export function parseToolAnswer(bytes: Uint8Array): unknown {
  if (bytes.length > TOOL_ANSWER_LIMIT_BYTES) throw new ToolFailedError('unusable-answer');
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ToolFailedError('unusable-answer', error);
  }
}
