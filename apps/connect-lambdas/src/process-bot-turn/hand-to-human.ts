import type { AgentCatalog } from '@patchbay/agent';
import { decideOnCursor, type CallRecord } from '@patchbay/call';
import type { TurnAnswer } from '@patchbay/contracts';

const BOT_UNAVAILABLE = 'bot_unavailable';
const SUMMARY = 'The voice bot was not available. Please ask the caller what the call is about.';

export interface HumanQueues {
  readonly agents: AgentCatalog;
  /** Of calls whose agent is not known. */
  readonly defaultQueueArn: string;
}

/**
 * The answer for a call whose bot is gone. When the flow never got the last answer (a transfer
 * with its reason, say), it gets that one; else the caller goes to a human.
 */
export async function closingAnswer(
  record: CallRecord | undefined,
  cursor: number,
  queues: HumanQueues,
): Promise<TurnAnswer> {
  const decision = record && decideOnCursor(record, cursor);
  if (decision?.kind === 'repeat') return decision.answer;
  return handToHuman(record, cursor, queues);
}

export async function handToHuman(
  record: CallRecord | undefined,
  cursor: number,
  { agents, defaultQueueArn }: HumanQueues,
): Promise<TurnAnswer> {
  const agent = record && (await agents.byId(record.agentId).catch(() => undefined));
  return {
    cursor,
    intent: 'transfer',
    reason: BOT_UNAVAILABLE,
    summary: SUMMARY,
    queueArn: agent?.transfer.queueArn ?? defaultQueueArn,
  };
}
