import type { AgentCatalog, AgentDefinition } from '@patchbay/agent';
import {
  decideOnCursor,
  WriteRefusedError,
  type CallChange,
  type CallRecord,
  type CallStore,
} from '@patchbay/call';
import { transcriptKey, transferRequested, type TurnAnswer } from '@patchbay/contracts';
import type { Clock } from '@patchbay/platform';

const BOT_UNAVAILABLE = 'bot_unavailable';
const SUMMARY = 'The voice bot was not available. Please ask the caller what the call is about.';

export interface HumanQueues {
  readonly agents: AgentCatalog;
  /** Of calls whose agent is not known. */
  readonly defaultQueueArn: string;
}

export type Transfer = Extract<TurnAnswer, { intent: 'transfer' }>;

/** The last answer of a call, when the flow never got it: it must hear the same again. */
export function answerNotGot(record: CallRecord, cursor: number): TurnAnswer | undefined {
  const decision = decideOnCursor(record, cursor);
  return decision.kind === 'repeat' ? decision.answer : undefined;
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
  const last = record && answerNotGot(record, cursor);
  return last ?? transferAnswer(record, cursor, queues);
}

/**
 * Takes a call from the bridges and gives its caller to a human. The record is written as a bridge
 * writes a transfer, with the event, and its epoch is raised: an owner that is only cut off from
 * here can write nothing more, and the next bridge that takes the call's message has but to close it.
 * @returns undefined when a bridge has claimed the call at the same moment
 */
export async function handOver(
  record: CallRecord,
  cursor: number,
  deps: HumanQueues & { readonly calls: CallStore; readonly clock: Clock },
): Promise<TurnAnswer | undefined> {
  const { contactId, epoch } = record;
  const answer = await transferAnswer(record, cursor + 1, deps);
  const change = handedOver(record, answer, deps.clock.nowMs());
  try {
    await deps.calls.write(contactId, change, { kind: 'epoch', epoch });
    return answer;
  } catch (error) {
    if (error instanceof WriteRefusedError) return undefined;
    throw error;
  }
}

function handedOver(record: CallRecord, answer: Transfer, timeMs: number): CallChange {
  const { agentId, contactId, epoch, outbox } = record;
  const sequence = record.sequence + 1;
  const event = transferRequested(
    { contactId, sequence, timeMs },
    {
      agentId,
      reason: answer.reason,
      queueArn: answer.queueArn,
      transcriptKey: transcriptKey(agentId, contactId),
    },
  );
  return {
    epoch: epoch + 1,
    owner: undefined,
    ownerSilence: undefined,
    cursor: answer.cursor,
    lastAnswer: answer,
    sequence,
    outbox: [...outbox, event],
  };
}

async function transferAnswer(
  record: CallRecord | undefined,
  cursor: number,
  { agents, defaultQueueArn }: HumanQueues,
): Promise<Transfer> {
  const agent = record && (await agents.byId(record.agentId).catch(() => undefined));
  return {
    ...withoutBot(cursor, agent?.transfer ?? { queueArn: defaultQueueArn }),
    ...(record?.fields && { fields: record.fields }),
  };
}

/** A transfer of a call whose bot is gone, of which nothing is known. */
export const withoutBot = (cursor: number, to: AgentDefinition['transfer']): Transfer => ({
  cursor,
  intent: 'transfer',
  reason: BOT_UNAVAILABLE,
  summary: SUMMARY,
  ...to,
});
