import type { HistoryCaps } from './replayed-history';

export interface RenewalSettings {
  /** Age from which a session is renewed at the next quiet moment. */
  readonly renewAfterMs: number;
  /** Age at which it is renewed whatever happens. */
  readonly hardLimitMs: number;
  /** Silence of the caller after which a session is renewed, however young. */
  readonly callerSilenceMs: number;
  /** For how long the next session must stand before the talk is given to it. */
  readonly settleMs: number;
  readonly history: HistoryCaps;
  /** Tries of a model and Region without success before it is given up. */
  readonly attemptsPerTarget: number;
  /** Waits between tries; the first comes at once. */
  readonly backoff: { readonly baseMs: number; readonly capMs: number };
  /** Caller audio that is kept while no session can hear it; older sound is lost. */
  readonly heldAudioMs: number;
}

/**
 * Nova Sonic ends a connection after 8 minutes, and one whose caller was silent for some 175 s.
 * A refusal tells of itself within the settling time; nothing tells of an acceptance.
 */
export const RENEWAL_DEFAULTS: RenewalSettings = {
  renewAfterMs: 6 * 60_000,
  hardLimitMs: 7.5 * 60_000,
  callerSilenceMs: 150_000,
  settleMs: 800,
  history: { messages: 40, bytesPerMessage: 1000, bytesInAll: 40_000 },
  attemptsPerTarget: 3,
  backoff: { baseMs: 250, capMs: 3000 },
  heldAudioMs: 15_000,
};
