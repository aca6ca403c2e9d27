import type { Fault } from './fault';

/** Every fault by its name. Loaded only when asked for: what one sets up must not burden another. */
export const FAULTS: Readonly<Record<string, () => Promise<Fault>>> = {
  'clock-skew': async () => (await import('./clock-skew/clock-skew')).clockSkew,
  forged: async () => (await import('./forged/forged')).forged,
  'no-bridge': async () => (await import('./no-bridge/no-bridge')).noBridge,
  'retried-turns': async () => (await import('./retried-turns/retried-turns')).retriedTurns,
  duplicates: async () => (await import('./consumers/duplicates')).duplicates,
};
