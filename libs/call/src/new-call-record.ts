import type { CallRecord } from './call-record';

/** How long a record outlives its call's start: long enough for every retry, short for privacy. */
export const RECORD_LIFETIME_MS = 24 * 60 * 60 * 1000;

export interface NewCall {
  readonly contactId: string;
  readonly agentId: string;
  readonly instanceArn: string;
  readonly media?: CallRecord['media'];
  readonly nowMs: number;
}

/** The record of a call that nobody owns yet; answer 0, the greeting, is with the flow already. */
export function newCallRecord(call: NewCall): CallRecord {
  return {
    version: 1,
    contactId: call.contactId,
    agentId: call.agentId,
    instanceArn: call.instanceArn,
    status: 'open',
    startedAtMs: call.nowMs,
    ...(call.media && { media: call.media }),
    epoch: 0,
    losses: 0,
    cursor: 0,
    sequence: 0,
    turnSequences: [],
    outbox: [],
    expiresAtS: Math.ceil((call.nowMs + RECORD_LIFETIME_MS) / 1000),
  };
}
