import { sleep, systemClock, type Clock } from '@patchbay/platform';
import type { ClaimToken, EffectKey, EffectLedger } from './effect-ledger';

/** Whoever takes longer should take the news first and work on it later. */
export const DEFAULT_EFFECT_LIMIT_MS = 10_000;
/**
 * A claim that stands unchanged for so many effect limits is given up: the effect is over long
 * before, confirmed or not. It is timed by whoever waits, from when it saw the claim: clocks of two
 * machines are never compared.
 */
const CLAIM_LEASE_LIMITS = 2;
/** How often a claim of another consumer is looked at. */
const LOOK_AGAIN_MS = 500;

export interface OnceOptions {
  readonly ledger: EffectLedger;
  /** Ends the waiting for another consumer's claim, and the effect itself. */
  readonly signal: AbortSignal;
  /** After this the effect is told to stop. */
  readonly effectLimitMs?: number | undefined;
  readonly clock?: Pick<Clock, 'monotonicMs'>;
  readonly wait?: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Carries out an effect that must not happen twice. It is claimed before, confirmed after, and
 * given free when it failed; who meets another consumer's claim waits until that one has confirmed,
 * failed, or is given up. So the effect is repeated only when a consumer ended between effect and
 * confirmation, or when a failed effect had arrived after all.
 * @returns whether it was carried out now; false when it was already
 * @throws what the effect throws, or the signal's reason
 */
export async function carryOutOnce(
  key: EffectKey,
  effect: (signal: AbortSignal) => Promise<void>,
  options: OnceOptions,
): Promise<boolean> {
  const { ledger, signal, effectLimitMs = DEFAULT_EFFECT_LIMIT_MS } = options;
  const token = await claimed(key, effectLimitMs * CLAIM_LEASE_LIMITS, options);
  if (token === undefined) return false;
  try {
    await effect(AbortSignal.any([signal, AbortSignal.timeout(effectLimitMs)]));
  } catch (error) {
    // A claim that cannot be given free is given up in time by whoever comes next.
    await ledger.release(key, token).catch(() => undefined);
    throw error;
  }
  await ledger.confirm(key);
  return true;
}

/** @returns the token of our claim; undefined when the effect is done */
async function claimed(
  key: EffectKey,
  leaseMs: number,
  { ledger, signal, clock = systemClock, wait = sleep }: OnceOptions,
): Promise<ClaimToken | undefined> {
  let seen: { token: ClaimToken; sinceMs: number } | undefined;
  for (;;) {
    const isAbandoned = seen && clock.monotonicMs() - seen.sinceMs >= leaseMs;
    const claim = await ledger.claim(key, isAbandoned ? seen?.token : undefined);
    if (claim.kind === 'granted') return claim.token;
    if (claim.kind === 'done') return undefined;
    if (claim.token !== seen?.token) seen = { token: claim.token, sinceMs: clock.monotonicMs() };
    await wait(LOOK_AGAIN_MS, signal);
    signal.throwIfAborted();
  }
}
