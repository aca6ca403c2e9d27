import { callEnded, callFailed, type CallOutcome } from '@patchbay/contracts';
import type { Clock } from '@patchbay/platform';
import type { Checkpoint } from './checkpoint';

/** How the bot's leg came to its end. */
export interface CallEnd {
  readonly outcome: CallOutcome;
  readonly reason?: string;
}

/** Marks the call ended and publishes `CallEnded`, in one write; then empties the outbox. */
export async function closeCall(end: CallEnd, checkpoint: Checkpoint, clock: Clock): Promise<void> {
  const { origin, facts } = lastEvent(checkpoint, clock);
  const reason = end.reason === undefined ? {} : { reason: end.reason };
  const event = callEnded(origin, { ...facts, ...reason, outcome: end.outcome });
  await checkpoint.recordEvent(event, { status: 'ended' });
  await checkpoint.publishOutbox();
}

/** Gives the call up: its next poll sends the caller to a human. */
export async function failCall(reason: string, checkpoint: Checkpoint, clock: Clock) {
  const { origin, facts } = lastEvent(checkpoint, clock);
  await checkpoint.recordEvent(callFailed(origin, { ...facts, reason }), { status: 'failed' });
  await checkpoint.publishOutbox();
}

function lastEvent(checkpoint: Checkpoint, clock: Clock) {
  const { contactId, agentId, startedAtMs, turnSequences } = checkpoint.record;
  const origin = { contactId, sequence: checkpoint.nextSequence(), timeMs: clock.nowMs() };
  const facts = {
    agentId,
    startedAt: new Date(startedAtMs).toISOString(),
    endedAt: new Date(origin.timeMs).toISOString(),
    lastSequence: origin.sequence,
    turnSequences: [...turnSequences],
  };
  return { origin, facts };
}
