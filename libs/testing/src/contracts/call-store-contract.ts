import type { CallStore } from '@patchbay/call';
import { aCallRecord } from '../factories';

/** What every call store must do. `create` answers an empty store. */
export function describeCallStore(name: string, create: () => CallStore | Promise<CallStore>) {
  describe(`${name} keeps the contract of a call store`, () => {
    const record = aCallRecord({
      epoch: 3,
      owner: { url: 'https://10.0.0.1', certificate: 'pem' },
    });
    const { contactId } = record;
    let store: CallStore;

    beforeEach(async () => {
      store = await create();
      await store.write(contactId, record, { kind: 'absent' });
    });

    test('reads back what was written, and nothing for another call', async () => {
      expect(await store.read(contactId)).toEqual(record);
      expect(await store.read('another-call')).toBeUndefined();
    });

    test('puts a record once', async () => {
      const again = store.write(contactId, { ...record, agentId: 'other' }, { kind: 'absent' });

      await expect(again).rejects.toMatchObject({ name: 'WriteRefusedError' });
      expect(await store.read(contactId)).toEqual(record);
    });

    test('sets the given fields, removes undefined ones, leaves the others', async () => {
      const change = { cursor: 7, owner: undefined };

      await store.write(contactId, change, { kind: 'epoch', epoch: 3 });

      const read = await store.read(contactId);
      expect(read).toEqual({ ...record, cursor: 7, owner: undefined });
      expect(read).not.toHaveProperty('owner');
    });

    test('refuses a writer of another epoch and changes nothing', async () => {
      const stale = store.write(contactId, { cursor: 7 }, { kind: 'epoch', epoch: 2 });

      await expect(stale).rejects.toMatchObject({ name: 'WriteRefusedError', retryable: false });
      expect(await store.read(contactId)).toEqual(record);
    });

    test('lets one of many claims of an epoch through', async () => {
      const claims = await Promise.allSettled(
        Array.from({ length: 5 }, () =>
          store.write(contactId, { epoch: 4 }, { kind: 'epoch', epoch: 3 }),
        ),
      );

      expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    test('changes no record that is not there', async () => {
      const change = { disconnectedAtMs: 1 };

      const missing = store.write('another-call', change, { kind: 'present' });

      await expect(missing).rejects.toMatchObject({ name: 'WriteRefusedError' });
      expect(await store.read('another-call')).toBeUndefined();
    });

    test('keeps every kind of value', async () => {
      const lastAnswer = {
        cursor: 4,
        intent: 'transfer' as const,
        reason: 'lost_card',
        summary: 'Lost a card – “Müller”.',
        queueArn: 'arn:queue',
        fields: { product: '' },
      };
      const change = { lastAnswer, disconnectedAtMs: 1_767_607_200_123.5, turnSequences: [] };

      await store.write(contactId, change, { kind: 'present' });

      expect(await store.read(contactId)).toEqual({ ...record, ...change });
    });
  });
}
