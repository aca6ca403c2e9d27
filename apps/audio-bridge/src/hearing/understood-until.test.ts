import { UnderstoodUntil } from './understood-until';

const START_MS = 1_700_000_000_000;
const STRETCH_MS = 64;
const FRAGMENT_STRETCHES = 16;
const FRAGMENT_MS = STRETCH_MS * FRAGMENT_STRETCHES;
const pcm = new Int16Array(STRETCH_MS * 8);

/** A line from whose start on every stretch is heard; `pending` of it may not be understood. */
function hear(stretches: number, pending: (heardMs: number) => number, passed = pcm.length) {
  const place = new UnderstoodUntil();
  for (let index = 0; index < stretches; index++) {
    const producerTimestampMs = START_MS + index * STRETCH_MS;
    const fragmentNumber = String(100 + Math.floor(index / FRAGMENT_STRETCHES));
    const heardMs = (index + 1) * STRETCH_MS;
    place.heard({ pcm, producerTimestampMs, fragmentNumber }, passed, pending(heardMs));
  }
  return place;
}

test('a quiet line is done with but for its newest moment', () => {
  const place = hear(40, () => 200);

  expect(place.untilMs).toBe(START_MS + 40 * STRETCH_MS - 200);
  expect(place.lastWholeFragment).toBe('101');
});

test('speech that was not understood is heard again from its onset, however long it lasts', () => {
  const onsetMs = 1.5 * FRAGMENT_MS;

  const place = hear(80, (heardMs) => Math.max(200, heardMs - onsetMs));

  expect(place.untilMs).toBe(START_MS + onsetMs);
  expect(place.lastWholeFragment).toBe('100');
});

test('what was understood is not heard again', () => {
  const understoodAtMs = 60 * STRETCH_MS;

  const place = hear(64, (heardMs) => (heardMs < understoodAtMs ? heardMs : 200));

  expect(place.untilMs).toBe(START_MS + 64 * STRETCH_MS - 200);
  expect(place.lastWholeFragment).toBe('102');
});

test('what waits at the gate was not heard by the model yet', () => {
  const place = hear(4, () => 0, 0);

  expect(place.untilMs).toBe(START_MS);
  expect(place.lastWholeFragment).toBeUndefined();
});

test('an owner that has heard nothing yet knows what the one before knew', () => {
  const place = new UnderstoodUntil({ untilMs: START_MS, lastWhole: '99' });

  expect([place.untilMs, place.lastWholeFragment]).toEqual([START_MS, '99']);
  place.heard({ pcm, producerTimestampMs: START_MS, fragmentNumber: '100' }, pcm.length, 5000);
  expect([place.untilMs, place.lastWholeFragment]).toEqual([START_MS, '99']);
});
