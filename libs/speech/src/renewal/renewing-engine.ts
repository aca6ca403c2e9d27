import {
  SharedTimer,
  systemClock,
  systemEvery,
  type Clock,
  type Every,
  type Logger,
} from '@patchbay/platform';
import type { SpeechEngine } from '../speech-session';
import { RENEWAL_DEFAULTS, type RenewalSettings } from './renewal-settings';
import { EndlessSession } from './endless-session';
import type { RenewingSession, RenewingSessionOptions } from './renewing-session';

/** Short against a pause in a talk: a renewal's moment is not missed, a loss is not heard. */
const STEP_INTERVAL_MS = 100;

/** Opens sessions that outlive the model's: renewed before its limit, reopened when they are lost. */
export interface RenewingEngine {
  open(options: RenewingSessionOptions): RenewingSession;
}

export interface RenewingEngineOptions {
  /** The speech engine of a Region. */
  readonly engineIn: (region: string) => SpeechEngine;
  readonly logger: Logger;
  readonly settings?: Partial<RenewalSettings>;
  readonly clock?: Clock;
  readonly every?: Every;
  /** For the spread of retries, 0 to 1. */
  readonly random?: () => number;
}

/**
 * Renewal and failover for any speech engine. A session's `events` end by an error only when every
 * target has failed several times in a row.
 */
export function createRenewingEngine({
  engineIn,
  logger,
  settings = {},
  clock = systemClock,
  every = systemEvery,
  random = Math.random,
}: RenewingEngineOptions): RenewingEngine {
  const timer = new SharedTimer(STEP_INTERVAL_MS, every);
  const all = { ...RENEWAL_DEFAULTS, ...settings };
  const dependencies = { engineIn, logger, settings: all, clock, timer, random };
  return { open: (options) => new EndlessSession(options, dependencies) };
}
