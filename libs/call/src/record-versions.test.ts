import { callRecordSchema, type CallRecord } from './call-record';
import { newCallRecord } from './new-call-record';
import type { OpenTalk } from './open-talk';
import { openTalkOf } from './open-talk-of';
import { previousCallRecordSchema, type PreviousCallRecord } from './testing/previous-call-record';

const NOW_MS = 1_700_000_000_000;

/** An item of the table: what a writer sets is set, and everything else stays. */
const written = (item: object, change: object) =>
  JSON.parse(JSON.stringify({ ...item, ...change }));

const talk: OpenTalk = {
  cursor: 4,
  sequence: 7,
  conversation: {
    turns: [
      {
        startedAtMs: NOW_MS,
        endedAtMs: NOW_MS,
        callerTexts: ['what is my balance'],
        segments: [{ text: 'Ten dollars.', soundComplete: true }],
        parts: [{ segment: 0, audioKey: 'a.wav', durationMs: 900, cursor: 4, played: false }],
        tools: [],
        replyEnded: true,
        interrupted: false,
      },
    ],
    held: false,
    toolUses: [],
  },
  rules: { callerTurns: 1, silencePrompts: 0, warnings: 0 },
  understoodUntilMs: NOW_MS,
};

const record: CallRecord = {
  ...newCallRecord({
    contactId: 'contact-0001',
    agentId: 'bank-demo',
    instanceArn: 'arn:instance',
    nowMs: NOW_MS,
  }),
  epoch: 2,
  cursor: 4,
  sequence: 7,
  turnSequences: [2, 5],
  lastAnswer: { cursor: 4, intent: 'listen' },
  media: { streamArn: 'arn:stream', startTimestampMs: NOW_MS, lastFragmentNumber: '91' },
  talk,
};

describe('a record of this version', () => {
  test('is read by the previous one, with the place from which to hear', () => {
    const read = previousCallRecordSchema.parse(written({}, record));

    const { talk: _, ...known } = record;
    expect(read).toEqual(known);
  });

  test('taken from an owner out of reach, is read by the previous one as a call without an owner', () => {
    const ownerSilence = { epoch: 2, sinceMs: NOW_MS, fillers: 1, unreachableUrl: 'https://a' };

    const read = previousCallRecordSchema.parse(written(record, { ownerSilence }));

    expect(read).toMatchObject({ epoch: 2, ownerSilence: { epoch: 2, sinceMs: NOW_MS } });
    expect(read.owner).toBeUndefined();
  });

  test('comes back from the previous one with its talk, if that wrote nothing of the talk', () => {
    const claim: Partial<PreviousCallRecord> = { epoch: 3 };

    const back = callRecordSchema.parse(written(record, claim));

    expect(openTalkOf(back)).toEqual(talk);
  });

  test.each<[string, Partial<PreviousCallRecord>]>([
    ['answered a poll', { epoch: 3, cursor: 5, lastAnswer: { cursor: 5, intent: 'listen' } }],
    ['stored a turn', { epoch: 3, sequence: 8, turnSequences: [2, 5, 8] }],
  ])('has no talk that holds once the previous one %s', (_, change) => {
    const back = callRecordSchema.parse(written(record, change));

    expect(back).toMatchObject(change);
    expect(openTalkOf(back)).toBeUndefined();
  });
});

test('a record of the previous version is read, without a talk', () => {
  const { talk: _, ...previous } = record;

  const read = callRecordSchema.parse(written({}, previousCallRecordSchema.parse(previous)));

  expect(read).toEqual(previous);
  expect(openTalkOf(read)).toBeUndefined();
});

test('a talk that cannot be read costs the talk, not the call', () => {
  const read = callRecordSchema.parse(written(record, { talk: { ...talk, conversation: 1 } }));

  expect(read).toMatchObject({ cursor: 4, epoch: 2 });
  expect(openTalkOf(read)).toBeUndefined();
});
