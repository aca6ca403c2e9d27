import type { CallHistory, TurnWords } from '@patchbay/call';

/** The words of turns in memory; `turns` shows what was kept, by `contactId#sequence`. */
export function createMemoryCallHistory(): CallHistory & {
  readonly turns: Map<string, TurnWords>;
} {
  const turns = new Map<string, TurnWords>();
  const key = (contactId: string, sequence: number) => `${contactId}#${sequence}`;
  return {
    turns,
    async append(contactId, sequence, words) {
      turns.set(key(contactId, sequence), { ...words });
    },
    async read(contactId, sequences) {
      const known = sequences.flatMap((sequence) => {
        const words = turns.get(key(contactId, sequence));
        return words ? [[sequence, words] as const] : [];
      });
      return new Map(known);
    },
  };
}
