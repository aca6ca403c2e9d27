import type { CallRecord } from '@patchbay/call';
import { aCallRecord, STREAM_ARN } from '@patchbay/testing';
import { backlogMs, hearingStart } from './hearing-start';

const START_MS = 1_700_000_000_000;
const NOW_MS = START_MS + 60_000;
const media = { streamArn: STREAM_ARN, startTimestampMs: START_MS, lastFragmentNumber: '91' };
const conversation = { turns: [], held: false, toolUses: [] };
const rules = { callerTurns: 0, silencePrompts: 0, warnings: 0 };
const talk = { cursor: 4, sequence: 7, conversation, rules, understoodUntilMs: START_MS + 50_000 };

const start = (facts: Partial<CallRecord>) =>
  hearingStart(aCallRecord({ media, cursor: 4, sequence: 7, ...facts }), NOW_MS);

test('a new call is heard from its beginning', () => {
  expect(start({ cursor: 0 })).toEqual({ timestampMs: START_MS });
});

test('a call that is taken over is heard from where it was understood', () => {
  expect(start({ talk })).toEqual({ timestampMs: START_MS + 50_000, afterFragment: '91' });
});

test('one of which nothing was heard yet, from its beginning', () => {
  const { understoodUntilMs: _, ...unheard } = talk;

  expect(start({ talk: unheard })).toEqual({ timestampMs: START_MS });
});

test('after an owner that left no place, the last seconds; never the whole call again', () => {
  const { timestampMs, afterFragment } = start({ talk, cursor: 9 });

  expect(timestampMs).toBeGreaterThan(NOW_MS - 10_000);
  expect(timestampMs).toBeLessThan(NOW_MS - 5000);
  expect(afterFragment).toBeUndefined();
});

test('what was said since then waits, once the media stream is known', () => {
  const waiting = (facts: Partial<CallRecord>) =>
    backlogMs(aCallRecord({ media, cursor: 4, sequence: 7, talk, ...facts }), NOW_MS);

  expect([waiting({}), waiting({ media: undefined })]).toEqual([10_000, 0]);
});
