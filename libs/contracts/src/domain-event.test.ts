import { callEnded } from './call-ended';
import { callFailed } from './call-failed';
import { callStarted } from './call-started';
import { callbackRequested } from './callback-requested';
import { domainEventSchema, type DomainEvent } from './domain-event';
import { transferRequested } from './transfer-requested';
import { turnCompleted } from './turn-completed';
import { voicemailLeft } from './voicemail-left';

const origin = (sequence: number) => ({ contactId: 'contact-0001', sequence, timeMs: 1_000 });
const span = {
  startedAt: '2026-01-05T10:00:00.000Z',
  endedAt: '2026-01-05T10:01:00.000Z',
  lastSequence: 5,
  turnSequences: [2, 3],
};
const agentId = 'bank-demo';
const reason = 'lost_card';

const events: DomainEvent[] = [
  callStarted(origin(1), { agentId }),
  turnCompleted(origin(2), { agentId, turnKey: 'turns/2.json', interrupted: false }),
  transferRequested(origin(4), { agentId, reason, queueArn: 'arn:q', transcriptKey: 't.json' }),
  callbackRequested(origin(4), { agentId, requestKey: 'callbacks/1.json' }),
  voicemailLeft(origin(4), { agentId, requestKey: 'voicemails/1.json' }),
  callEnded(origin(5), { agentId, outcome: 'transfer', reason, ...span }),
  callFailed(origin(5), { agentId, reason, ...span }),
];

describe('domain events', () => {
  test.each(events.map((event) => [event.type, event] as const))(
    '%s is what its schema says, in the form that it travels in',
    (_, event) => {
      expect(domainEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
    },
  );

  test('are CloudEvents whose id and order do not depend on when they are made', () => {
    expect(events[0]).toEqual({
      specversion: '1.0',
      id: 'contact-0001:CallStarted:1',
      source: 'dev.patchbay.calls',
      type: 'CallStarted',
      time: '1970-01-01T00:00:01.000Z',
      subject: 'contact-0001',
      dataschema: 'urn:patchbay:CallStarted:1',
      datacontenttype: 'application/json',
      sequence: 1,
      data: { agentId },
    });
  });

  test('a call ends and fails once: the id has no sequence', () => {
    const ended = [5, 6].map((sequence) =>
      callEnded(origin(sequence), { agentId, outcome: 'end', ...span }),
    );

    expect(new Set(ended.map(({ id }) => id))).toEqual(new Set(['contact-0001:CallEnded']));
    expect(callFailed(origin(7), { agentId, reason, ...span }).id).toBe('contact-0001:CallFailed');
  });

  test('take additions of a later version, and drop them', () => {
    const later = { ...events[0], data: { agentId, addedLater: true } };

    expect(domainEventSchema.parse(later)).toEqual(events[0]);
  });

  test("hold a code for the reason, never a caller's words", () => {
    const wordy = {
      ...events[2],
      data: { ...events[2]?.data, reason: 'I lost my card' },
    };

    expect(domainEventSchema.safeParse(wordy).success).toBe(false);
  });
});
