import type { CallPlan, CallerStep } from '@patchbay/local-cloud';

/** One thing to say for all: it is synthesised once. */
const WORDS = 'Please go on.';

/** So long after all is said, callers hang up on a bot that does nothing. */
const LAST_QUIET_MS = 20_000;

export interface CallerHabits {
  /** How often the caller speaks. */
  readonly turns: number;
  /** How far into the answer to these last words the caller hangs up; never, if absent. */
  readonly hangUpAfterMs?: number;
  /** How much quiet the caller takes for the end of an answer. */
  readonly quietMs?: number | undefined;
}

/** A caller who says the same thing in every turn, and waits for the answer in between. */
export function callerPlan({ turns, hangUpAfterMs, quietMs }: CallerHabits): CallPlan {
  const say: CallerStep = { step: 'say', text: WORDS, quietMs };
  const steps: CallerStep[] = Array.from({ length: turns }, () => say);
  const ending: CallerStep[] =
    hangUpAfterMs === undefined
      ? [{ step: 'listen', quietMs: LAST_QUIET_MS }, { step: 'hang-up' }]
      : [{ step: 'hang-up', afterMs: hangUpAfterMs }];
  return { voice: 'slt', steps: [...steps, ...ending], notes: [] };
}
