import { callEnded, callFailed, type CallOutcome } from '@patchbay/contracts';
import type { Clock } from '@patchbay/platform';
import type { Checkpoint } from './checkpoint';

/** How the bot's leg came to its end. */
export interface CallEnd {
  readonly outcome: CallOutcome;
  readonly reason?: string;
}

/** Nobody goes on with the talk: its words are not kept. */
const OVER = { talk: undefined } as const;

/** Marks the call ended and publishes `CallEnded`, in one write; then empties the outbox. */
export async function closeCall(end: CallEnd, checkpoint: Checkpoint, clock: Clock): Promise<void> {
  const { origin, facts } = lastEvent(checkpoint, clock);
  const reason = end.reason === undefined ? {} : { reason: end.reason };
  const event = callEnded(origin, { ...facts, ...reason, outcome: end.outcome });
  await checkpoint.recordEvent(event, () => ({ ...OVER, status: 'ended' }));
  await checkpoint.publishOutbox();
}

/** Gives the call up: its next poll sends the caller to a human. */
export async function failCall(reason: string, checkpoint: Checkpoint, clock: Clock) {
  const { origin, facts } = lastEvent(checkpoint, clock);
  const event = callFailed(origin, { ...facts, reason });
  await checkpoint.recordEvent(event, () => ({ ...OVER, status: 'failed' }));
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
