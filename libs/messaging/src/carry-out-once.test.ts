import { carryOutOnce } from './carry-out-once';
import type { ClaimToken, EffectLedger } from './effect-ledger';

const key = { source: 'dev.patchbay.calls', id: 'contact-0001:7', effect: 'webhook' };

/** The ledger of one effect. */
function createLedger(): EffectLedger {
  let state: ClaimToken | 'done' | undefined;
  let claims = 0;
  return {
    async claim(_key, abandoned) {
      if (state === 'done') return { kind: 'done' };
      if (state !== undefined && state !== abandoned) return { kind: 'busy', token: state };
      state = `claim-${(claims += 1)}`;
      return { kind: 'granted', token: state };
    },
    async confirm() {
      state = 'done';
    },
    async release(_key, token) {
      if (state === token) state = undefined;
    },
  };
}

function createClock() {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    advance: (durationMs: number) => void (nowMs += durationMs),
  };
}

function prepare() {
  const ledger = createLedger();
  const clock = createClock();
  const stopping = new AbortController();
  let effects = 0;
  const happen = async () => void (effects += 1);
  /** Waiting passes the clock's time, and lets `meanwhile` happen. */
  const once = (
    effect = happen,
    meanwhile: () => unknown = () => undefined,
    on: EffectLedger = ledger,
  ) =>
    carryOutOnce(key, effect, {
      ledger: on,
      clock,
      signal: stopping.signal,
      wait: async (delayMs) => {
        clock.advance(delayMs);
        await meanwhile();
      },
    });
  return { ledger, clock, once, happen, stopping, effects: () => effects };
}

describe('carrying out an effect once', () => {
  test('a repeated event changes nothing', async () => {
    const { once, effects } = prepare();

    expect(await once()).toBe(true);
    expect(await once()).toBe(false);
    expect(effects()).toBe(1);
  });

  test('a failed effect is tried again by the next, at once', async () => {
    const { once, clock, effects } = prepare();
    const startMs = clock.monotonicMs();

    await expect(once(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await once()).toBe(true);
    expect(effects()).toBe(1);
    expect(clock.monotonicMs()).toBe(startMs);
  });

  test('who meets a claim waits for its confirmation', async () => {
    const { once, ledger, effects } = prepare();
    await ledger.claim(key);

    expect(await once(undefined, () => ledger.confirm(key))).toBe(false);
    expect(effects()).toBe(0);
  });

  test('who meets the claim of a consumer that died takes over, and not before a lease', async () => {
    const { once, ledger, clock, effects } = prepare();
    await ledger.claim(key);
    const startMs = clock.monotonicMs();

    expect(await once()).toBe(true);

    expect(clock.monotonicMs() - startMs).toBe(20_000);
    expect(effects()).toBe(1);
  });

  test('a claim that changes hands starts a new lease', async () => {
    const { once, ledger, clock } = prepare();
    let claim = await ledger.claim(key);
    const startMs = clock.monotonicMs();
    const changeHandsOnce = async () => {
      if (clock.monotonicMs() - startMs !== 15_000 || claim.kind === 'done') return;
      claim = await ledger.claim(key, claim.token);
    };

    await once(undefined, changeHandsOnce);

    expect(clock.monotonicMs() - startMs).toBe(35_000);
  });

  test('the waiting ends with its signal', async () => {
    const { once, ledger, stopping, effects } = prepare();
    await ledger.claim(key);

    await expect(once(undefined, () => stopping.abort(new Error('stopped')))).rejects.toThrow(
      'stopped',
    );
    expect(effects()).toBe(0);
  });

  test('an effect is confirmed only after it, and not when the ledger fails', async () => {
    const { once, ledger, happen, effects } = prepare();
    const failing = { ...ledger, confirm: () => Promise.reject(new Error('throttled')) };

    await expect(once(happen, undefined, failing)).rejects.toThrow('throttled');

    expect(effects()).toBe(1);
    expect(await ledger.claim(key)).toMatchObject({ kind: 'busy' });
  });
});
