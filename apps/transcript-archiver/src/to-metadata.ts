import {
  transcriptKey,
  type CallEnded,
  type CallFailed,
  type CallMetadata,
  type StoredTurn,
} from '@patchbay/contracts';

/** The facts of the call and the fields that the agent collected, none of the talk. */
export function toMetadata(
  event: CallEnded | CallFailed,
  turns: readonly StoredTurn[],
): CallMetadata {
  const { agentId, startedAt, endedAt, reason } = event.data;
  const fields = turns.findLast((turn) => turn.fields !== undefined)?.fields;
  return {
    version: 1,
    contactId: event.subject,
    agentId,
    outcome: event.type === 'CallEnded' ? event.data.outcome : 'failed',
    ...(reason !== undefined && { reason }),
    startedAt,
    endedAt,
    durationMs: Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)),
    turns: turns.length,
    lastSequence: event.data.lastSequence,
    tools: turns.flatMap(({ tools }) => tools),
    ...(fields && { fields }),
    transcriptKey: transcriptKey(agentId, event.subject),
  };
}
