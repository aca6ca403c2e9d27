import { percentiles } from './percentiles';
import { storedParts } from './stored-parts';

test('parts are read from the bridge’s log, whatever else stands in it', () => {
  const log = [
    '{"level":20,"time":"2026-01-05T10:00:00.250Z","msg":"reply part stored","contactId":"c","part":2,"durationMs":50}',
    '{"level":30,"time":"2026-01-05T10:00:00.260Z","msg":"The call is over","contactId":"c"}',
    'not JSON',
    '',
  ].join('\n');

  expect(storedParts(log)).toEqual([
    {
      contactId: 'c',
      part: 2,
      finishedAtMs: Date.parse('2026-01-05T10:00:00.200Z'),
      storedAfterMs: 50,
    },
  ]);
});

test('percentiles are values that were measured, and null where nothing was', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);

  expect(percentiles(values)).toEqual({ p50: 50, p95: 95 });
  expect(percentiles([7.25])).toEqual({ p50: 7.3, p95: 7.3 });
  expect(percentiles([])).toEqual({ p50: null, p95: null });
});
