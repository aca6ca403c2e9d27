import {
  callbackKey,
  callbackRequested,
  callEnded,
  callFailed,
  callStarted,
  transcriptKey,
  transferRequested,
  turnCompleted,
  turnKey,
  voicemailKey,
  voicemailLeft,
  type CallbackRequested,
  type CallEnded,
  type CallFailed,
  type CallStarted,
  type DomainEvent,
  type TransferRequested,
  type TurnCompleted,
  type VoicemailLeft,
} from '@patchbay/contracts';
import { AGENT_ID, CALL_ENDED_AT, CALL_STARTED_AT, CONTACT_ID, QUEUE_ARN } from './a-call';

interface Origin {
  readonly contactId?: string;
  readonly sequence?: number;
}

const origin = ({ contactId = CONTACT_ID, sequence = 1 }: Origin) => ({
  contactId,
  sequence,
  timeMs: Date.parse(CALL_ENDED_AT),
});

type EndFacts<Event extends CallEnded | CallFailed, Fact extends keyof Event['data']> = Partial<
  Pick<Event['data'], Fact | 'turnSequences'>
>;

const lastEvent = (sequence: number) => ({
  agentId: AGENT_ID,
  startedAt: CALL_STARTED_AT,
  endedAt: CALL_ENDED_AT,
  lastSequence: sequence,
  turnSequences: [],
});

/** Events of one well-formed call; name only what the test is about. */
export const anEvent = {
  callStarted: (facts: Origin = {}): CallStarted =>
    callStarted(origin(facts), { agentId: AGENT_ID }),

  turnCompleted: (facts: Origin & { interrupted?: boolean } = {}): TurnCompleted => {
    const { contactId, sequence } = origin(facts);
    return turnCompleted(origin(facts), {
      agentId: AGENT_ID,
      turnKey: turnKey(AGENT_ID, contactId, sequence),
      interrupted: facts.interrupted ?? false,
    });
  },

  transferRequested: (facts: Origin & { reason?: string } = {}): TransferRequested =>
    transferRequested(origin(facts), {
      agentId: AGENT_ID,
      reason: facts.reason ?? 'lost_card',
      queueArn: QUEUE_ARN,
      transcriptKey: transcriptKey(AGENT_ID, origin(facts).contactId),
    }),

  callbackRequested: (facts: Origin = {}): CallbackRequested =>
    callbackRequested(origin(facts), {
      agentId: AGENT_ID,
      requestKey: callbackKey(AGENT_ID, origin(facts).contactId, 'request-1'),
    }),

  voicemailLeft: (facts: Origin = {}): VoicemailLeft =>
    voicemailLeft(origin(facts), {
      agentId: AGENT_ID,
      requestKey: voicemailKey(AGENT_ID, origin(facts).contactId, 'request-1'),
    }),

  callEnded: (facts: Origin & EndFacts<CallEnded, 'outcome' | 'reason'> = {}): CallEnded => {
    const { contactId, sequence = 9, ...data } = facts;
    const end = { outcome: 'end' as const, ...lastEvent(sequence), ...data };
    return callEnded(origin({ sequence, ...(contactId && { contactId }) }), end);
  },

  callFailed: (facts: Origin & EndFacts<CallFailed, 'reason'> = {}): CallFailed => {
    const { contactId, sequence = 9, ...data } = facts;
    const end = { reason: 'owners_lost', ...lastEvent(sequence), ...data };
    return callFailed(origin({ sequence, ...(contactId && { contactId }) }), end);
  },
};

/** The event as EventBridge puts it into a queue. */
export const aBusMessage = (event: DomainEvent): string =>
  JSON.stringify({
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    source: event.source,
    'detail-type': event.type,
    time: event.time,
    detail: event,
  });
