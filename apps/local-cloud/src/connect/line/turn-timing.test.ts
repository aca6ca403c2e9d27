import { toneOf } from '../testing/fake-services';
import { TurnTiming } from './turn-timing';

const silence = (durationMs: number) => new Int16Array(durationMs * 8);
const padded = (beforeMs: number, toneMs: number, afterMs: number) =>
  Int16Array.from([...silence(beforeMs), ...toneOf(toneMs), ...silence(afterMs)]);

test('the answer delay counts from the last to the first sample that can be heard', () => {
  const turns = new TurnTiming();
  turns.callerSpeaks(1000, padded(50, 400, 200));

  const heardAfterMs = turns.botSpeaks(2000, padded(30, 500, 0));

  expect(heardAfterMs).toBe(2030 - 1450);
});

test('only the first sound after the words of the caller is their answer', () => {
  const turns = new TurnTiming();
  const greeting = turns.botSpeaks(0, toneOf(500));
  turns.callerSpeaks(1000, toneOf(100));
  const poll = turns.botSpeaks(1150, silence(100));
  const answer = turns.botSpeaks(1300, toneOf(500));
  const nextPart = turns.botSpeaks(2000, toneOf(500));

  expect([greeting, poll, answer, nextPart]).toEqual([undefined, undefined, 200, undefined]);
});

test('a part that starts while the caller speaks is no answer', () => {
  const turns = new TurnTiming();
  turns.callerSpeaks(1000, toneOf(500));

  const part = turns.botSpeaks(1200, toneOf(100));

  expect(part).toBeUndefined();
  expect(turns.quietForMs(5000)).toBe(0);
});

test('quiet counts from the last sound of the answer, and not before there is one', () => {
  const turns = new TurnTiming();
  turns.callerSpeaks(0, toneOf(100));
  const unanswered = turns.quietForMs(9000);
  turns.botSpeaks(10_000, padded(0, 300, 200));

  expect(unanswered).toBe(0);
  expect(turns.quietForMs(10_200)).toBe(0);
  expect(turns.quietForMs(11_300)).toBe(1000);
  expect(turns.answeringForMs(10_250)).toBe(250);
});
