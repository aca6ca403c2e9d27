import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PRELOAD = join(process.cwd(), 'e2e', 'src', 'faults', 'clock-skew', 'shifted-clock.mjs');

/** What a process must have in its environment so that its wall clock is wrong by so much. */
export const shiftedClock = (shiftMs: number): Record<string, string> => ({
  NODE_OPTIONS: `--import=${pathToFileURL(PRELOAD).href}`,
  CLOCK_SHIFT_MS: String(shiftMs),
});
