import { randomUUID } from 'node:crypto';
import type { ClaimToken, EffectKey, EffectLedger } from '@patchbay/messaging';

/** A ledger in memory. */
export function createMemoryEffectLedger(): EffectLedger {
  const claims = new Map<string, ClaimToken | 'done'>();
  const idOf = ({ source, id, effect }: EffectKey) => JSON.stringify([source, id, effect]);
  return {
    async claim(key, abandoned) {
      const state = claims.get(idOf(key));
      if (state === 'done') return { kind: 'done' };
      if (state !== undefined && state !== abandoned) return { kind: 'busy', token: state };
      const token = randomUUID();
      claims.set(idOf(key), token);
      return { kind: 'granted', token };
    },
    async confirm(key) {
      claims.set(idOf(key), 'done');
    },
    async release(key, token) {
      if (claims.get(idOf(key)) === token) claims.delete(idOf(key));
    },
  };
}
