import { newCallRecord, type CallRecord } from '@patchbay/call';
import type { StoredTurn } from '@patchbay/contracts';

/** The facts of the one call that all factories speak of. */
export const CONTACT_ID = '4a573372-1f28-4e26-b97b-000000000001';
export const AGENT_ID = 'bank-demo';
export const INSTANCE_ARN =
  'arn:aws:connect:us-east-1:123456789012:instance/00000000-0000-0000-0000-000000000001';
export const QUEUE_ARN = `${INSTANCE_ARN}/queue/00000000-0000-0000-0000-0000000000aa`;
export const STREAM_ARN =
  'arn:aws:kinesisvideo:us-east-1:123456789012:stream/patchbay-connect/1700000000000';
export const CALL_STARTED_AT = '2026-01-05T10:00:00.000Z';
export const CALL_ENDED_AT = '2026-01-05T10:01:30.000Z';

/** Numbers reserved for fiction: none of them may ever show in a log line, an event or an error. */
export const CALLER_NUMBER = '+15550100199';
export const DIALLED_NUMBER = '+15550100001';

/** The record of an open call that nobody owns yet. */
export const aCallRecord = (facts: Partial<CallRecord> = {}): CallRecord => ({
  ...newCallRecord({
    contactId: CONTACT_ID,
    agentId: AGENT_ID,
    instanceArn: INSTANCE_ARN,
    nowMs: Date.parse(CALL_STARTED_AT),
  }),
  ...facts,
});

/** A bridge that owns calls, at an address where nothing listens. */
export const anOwner = (url = 'https://127.0.0.1:9'): NonNullable<CallRecord['owner']> => ({
  url,
  certificate: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
});

/** A turn in which the caller says something and the bot answers. */
export const aStoredTurn = (
  facts: Partial<Omit<StoredTurn, 'caller' | 'bot'>> & { caller?: string; bot?: string } = {},
): StoredTurn => {
  const { caller, bot = 'Your balance is twelve dollars.', ...rest } = facts;
  return {
    version: 1,
    contactId: CONTACT_ID,
    agentId: AGENT_ID,
    sequence: 2,
    startedAt: '2026-01-05T10:00:10.000Z',
    endedAt: '2026-01-05T10:00:20.000Z',
    ...(caller !== undefined && { caller: { text: caller } }),
    bot: { text: bot, parts: [] },
    tools: [],
    interrupted: false,
    ...rest,
  };
};
