import type { EffectClaim, EffectLedger } from '@patchbay/messaging';

const key = { source: 'dev.patchbay.calls', id: 'contact-0001:7', effect: 'webhook' };
const tokenOf = (claim: EffectClaim) => ('token' in claim ? claim.token : '');

/** What every ledger of effects must do. `create` answers an empty one. */
export function describeEffectLedger(name: string, create: () => Promise<EffectLedger>) {
  describe(`${name} keeps the contract of an effect ledger`, () => {
    let ledger: EffectLedger;
    beforeEach(async () => void (ledger = await create()));

    test('of many consumers one is granted an effect', async () => {
      const claims = await Promise.all(Array.from({ length: 10 }, () => ledger.claim(key)));

      const granted = claims.filter(({ kind }) => kind === 'granted');
      expect(granted).toHaveLength(1);
      expect(new Set(claims.map(tokenOf)).size).toBe(1);
    });

    test('a confirmed effect is done for good', async () => {
      const claim = await ledger.claim(key);

      await ledger.confirm(key);
      await ledger.release(key, tokenOf(claim));

      expect(await ledger.claim(key)).toEqual({ kind: 'done' });
      expect(await ledger.claim(key, tokenOf(claim))).toEqual({ kind: 'done' });
    });

    test.each([
      ['another effect', { effect: 'agent-webhook-0' }],
      ['the same effect of another event', { id: 'contact-0001:8' }],
      ['an event of another source', { source: 'dev.patchbay.other' }],
    ])('%s is an effect of its own', async (_, other) => {
      await ledger.claim(key);

      expect(await ledger.claim({ ...key, ...other })).toMatchObject({ kind: 'granted' });
    });

    test('a failed effect is free again', async () => {
      const claim = await ledger.claim(key);

      await ledger.release(key, tokenOf(claim));

      expect(await ledger.claim(key)).toMatchObject({ kind: 'granted' });
    });

    test('an abandoned claim is taken over by one', async () => {
      const dead = tokenOf(await ledger.claim(key));

      const claims = await Promise.all([1, 2, 3].map(() => ledger.claim(key, dead)));
      await ledger.release(key, dead);

      expect(claims.map(({ kind }) => kind).sort()).toEqual(['busy', 'busy', 'granted']);
      expect(claims.map(tokenOf)).not.toContain(dead);
      expect(await ledger.claim(key)).toMatchObject({ kind: 'busy' });
    });
  });
}
