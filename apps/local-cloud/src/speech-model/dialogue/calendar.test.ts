import { calendarFacts } from './calendar';

const LATE_UTC_MS = Date.parse('2026-01-06T02:00:00Z');

test.each([
  ['It is Monday 5 January 2026, 21:00 GMT-05:00 (America/New_York).', '2026-01-06', '-05:00'],
  ['It is Tuesday 6 January 2026, 07:30 GMT+05:30 (Asia/Kolkata).', '2026-01-07', '+05:30'],
  ['It is Tuesday 6 January 2026, 02:00 GMT (UTC).', '2026-01-07', '+00:00'],
])('%s', (systemText, tomorrow, offset) => {
  expect(calendarFacts(systemText, LATE_UTC_MS)).toEqual({ tomorrow, offset });
});
