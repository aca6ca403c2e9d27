import { resumeStart } from './resume';

const position = { continuationToken: 'token', lastWholeFragment: '7', timestampMs: 5000 };
const byTime = { kind: 'producer-timestamp', timestampMs: 5000 };

test('each start is tried twice: by token, by fragment number, by time', () => {
  expect([0, 1, 2, 3, 4, 99].map((failures) => resumeStart(position, failures).kind)).toEqual([
    'continuation-token',
    'continuation-token',
    'after-fragment',
    'after-fragment',
    'producer-timestamp',
    'producer-timestamp',
  ]);
});

test('without a whole fragment it starts by time, and by number when only that is known', () => {
  const nothing = { ...position, continuationToken: undefined, lastWholeFragment: undefined };
  expect(resumeStart(nothing, 0)).toEqual(byTime);
  expect(resumeStart({ ...position, continuationToken: undefined }, 0)).toEqual({
    kind: 'after-fragment',
    fragmentNumber: '7',
  });
});
