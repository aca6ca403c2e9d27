import { randomUUID } from 'node:crypto';
import type { CallHistory } from '@patchbay/call';

/** What every history of calls must do. */
export function describeCallHistory(name: string, create: () => CallHistory) {
  describe(`${name} keeps the contract of a call history`, () => {
    const words = { caller: 'Grüß Gott', bot: '' };
    const expiresAtS = 2_000_000_000;

    test('reads back the turns that are asked for, and leaves out what it does not know', async () => {
      const history = create();
      const contactId = randomUUID();
      await history.append(contactId, 2, words, expiresAtS);
      await history.append(contactId, 3, { caller: '', bot: 'Hello.' }, expiresAtS);

      expect(await history.read(contactId, [3, 9, 2])).toEqual(
        new Map([
          [2, words],
          [3, { caller: '', bot: 'Hello.' }],
        ]),
      );
      expect(await history.read(randomUUID(), [2, 3])).toEqual(new Map());
      expect(await history.read(contactId, [])).toEqual(new Map());
    });

    test('keeps a turn once, however often it is appended', async () => {
      const history = create();
      const contactId = randomUUID();
      await history.append(contactId, 2, words, expiresAtS);

      await history.append(contactId, 2, words, expiresAtS);

      expect([...(await history.read(contactId, [2]))]).toEqual([[2, words]]);
    });

    test('reads more turns than a database gives at once', async () => {
      const history = create();
      const contactId = randomUUID();
      const sequences = Array.from({ length: 130 }, (_, index) => index + 2);
      for (const sequence of sequences) {
        await history.append(contactId, sequence, { caller: `${sequence}`, bot: '' }, expiresAtS);
      }

      const read = await history.read(contactId, sequences);

      expect([...read.keys()].sort((a, b) => a - b)).toEqual(sequences);
    });
  });
}
