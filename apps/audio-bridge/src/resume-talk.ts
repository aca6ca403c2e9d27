import type { LiveCall } from './assemble-call';
import { runTool } from './run-tool';

/**
 * Does what an owner of the call before has left undone: events that the bus has not confirmed are
 * published, tools that have done nothing yet are run.
 */
export function resumeTalk(call: LiveCall): void {
  void call.checkpoint.publishOutbox();
  for (const use of call.recalled.unfinished) void runTool(use, call);
}
