import type { LiveCall } from './assemble-call';
import type { ToolUse } from './tools/call-tools';

/** The talk goes on while the tool works; the model is told when there is something to tell. */
export async function runTool(
  use: ToolUse,
  { session, tools, rules }: Pick<LiveCall, 'session' | 'tools' | 'rules'>,
): Promise<void> {
  const work = tools.use(use);
  void rules.cover(work);
  const result = await work;
  if (result) session.sendToolResult(use.toolUseId, result);
}
