import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Reads `90s`, `15m`, `2h` or `3d` as milliseconds. @throws InvalidArgumentError */
export function parseDurationMs(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs === undefined) throw new InvalidArgumentError('Write 90s, 15m, 2h or 3d.');
  return Number(count) * unitMs;
}

/** Two units at most: `3d 4h`, `12m 5s`. */
export function formatDuration(durationMs: number): string {
  let leftMs = Math.max(0, durationMs);
  const parts = Object.entries(UNIT_MS)
    .reverse()
    .map(([unit, unitMs]) => {
      const count = Math.floor(leftMs / unitMs);
      leftMs -= count * unitMs;
      return { count, text: `${count}${unit}` };
    });
  const first = parts.findIndex(({ count }) => count > 0);
  if (first < 0) return '0s';
  const shown = parts.slice(first, first + 2).filter(({ count }) => count > 0);
  return shown.map(({ text }) => text).join(' ');
}

/** A whole number from 1. @throws InvalidArgumentError */
export function parseCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number from 1.');
}

/** The longest that SQS holds a message, less the hour that a walk may take. @throws InvalidArgumentError */
export function parseHoldS(text: string): number {
  const seconds = parseCount(text);
  if (seconds <= MAX_HOLD_S) return seconds;
  throw new InvalidArgumentError(`Write at most ${MAX_HOLD_S} seconds.`);
}
const MAX_HOLD_S = 11 * 3600;
