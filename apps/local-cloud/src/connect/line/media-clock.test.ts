import { jest } from '@jest/globals';
import { BLOCK_MS, createMediaClock } from './media-clock';

/** A clock that stands still unless it is told. */
const handClock = () => {
  const hand = { elapsedMs: 0 };
  const clock = { nowMs: () => 1_000_000 + hand.elapsedMs, monotonicMs: () => hand.elapsedMs };
  return { hand, clock };
};

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('time on the line runs as many times faster as asked', () => {
  const { hand, clock } = handClock();
  const media = createMediaClock(4, clock);
  hand.elapsedMs = 250;

  expect(media.nowMs()).toBe(1_001_000);
});

test('a timer that comes late passes every block, in order and without gaps', () => {
  const { hand, clock } = handClock();
  const media = createMediaClock(1, clock);
  const starts: number[] = [];
  media.onBlock((startMs) => starts.push(startMs));

  hand.elapsedMs = 3 * BLOCK_MS + 5;
  jest.advanceTimersToNextTimer();
  hand.elapsedMs = 4 * BLOCK_MS;
  jest.advanceTimersToNextTimer();

  expect(starts).toEqual([0, 1, 2, 3].map((block) => 1_000_000 + block * BLOCK_MS));
});

test('all listeners share one timer, which ends with the last of them', () => {
  const media = createMediaClock(1, handClock().clock);
  const stops = [media.onBlock(() => undefined), media.onBlock(() => undefined)];
  const timers = jest.getTimerCount();
  stops[0]?.();
  const timersOfOne = jest.getTimerCount();
  stops[1]?.();

  expect([timers, timersOfOne, jest.getTimerCount()]).toEqual([1, 1, 0]);
});

test('a listener that comes after a pause gets no blocks from before it', () => {
  const { hand, clock } = handClock();
  const media = createMediaClock(1, clock);
  media.onBlock(() => undefined)();
  hand.elapsedMs = 10 * BLOCK_MS;
  const starts: number[] = [];
  media.onBlock((startMs) => starts.push(startMs));

  hand.elapsedMs = 11 * BLOCK_MS;
  jest.advanceTimersToNextTimer();

  expect(starts).toEqual([1_000_000 + 10 * BLOCK_MS]);
});

test('sleeping takes less real time on a faster line, and never too little', async () => {
  const { hand, clock } = handClock();
  const media = createMediaClock(4, clock);
  const onWake = jest.fn();
  void media.sleepUntil(1_001_000).then(onWake);

  hand.elapsedMs = 249.6;
  await jest.advanceTimersByTimeAsync(250);
  expect(onWake).not.toHaveBeenCalled();
  hand.elapsedMs = 250;
  await jest.advanceTimersByTimeAsync(1);
  expect(onWake).toHaveBeenCalled();
});

test('sleeping ends when the signal aborts', async () => {
  const stop = new AbortController();
  const slept = createMediaClock(1, handClock().clock).sleepUntil(Infinity, stop.signal);
  stop.abort();

  await expect(slept).resolves.toBeUndefined();
});
