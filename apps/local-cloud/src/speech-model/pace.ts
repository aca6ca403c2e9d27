/** How the model keeps time. */
export interface Pace {
  /** How much faster than life the callers' sound passes; 1 is life. */
  readonly speed: number;
  /** From the end of the caller's speech to the answer, in the caller's time; the wait for that end is in it. */
  readonly thinkingMs: number;
  /** Seconds of speech put out for each second of the caller's time. */
  readonly deliveryRate: number;
}

/** Near what Nova Sonic does: it answers in about 0.7 s and speaks well ahead of real time. */
export const DEFAULT_PACE: Pace = { speed: 1, thinkingMs: 700, deliveryRate: 4 };
