const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

/** The time zone that a system text states, such as `GMT-05:00`. */
const ZONE = /\bGMT([+-])(\d\d):(\d\d)/;

/** What the model knows of the calendar where the agent is: tomorrow's date, and the offset from UTC. */
export function calendarFacts(systemText: string, nowMs: number) {
  const [, sign = '+', hours = '00', minutes = '00'] = ZONE.exec(systemText) ?? [];
  const offsetMinutes = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
  const tomorrow = new Date(nowMs + offsetMinutes * MINUTE_MS + DAY_MS);
  return { tomorrow: tomorrow.toISOString().slice(0, 10), offset: `${sign}${hours}:${minutes}` };
}
