import type { CallRecord } from '@patchbay/call';
import type { DisconnectNotice } from '@patchbay/contracts';
import {
  aCallRecord,
  anOwner,
  CONTACT_ID,
  createManualClock,
  createMemoryCallStore,
  createRecordingLogger,
} from '@patchbay/testing';
import { BridgeUnreachableError } from '../bridge/errors';
import { noteDisconnect } from './note-disconnect';

function prepare(record?: CallRecord) {
  const notices: DisconnectNotice[] = [];
  return {
    notices,
    calls: createMemoryCallStore(...(record ? [record] : [])),
    bridge: {
      noticeDisconnect: async (_: unknown, notice: DisconnectNotice) => void notices.push(notice),
    },
    clock: createManualClock(1_767_607_300_000),
    logger: createRecordingLogger(),
  };
}

describe('noting a disconnect', () => {
  test('writes the time into the record and tells the owner', async () => {
    const dependencies = prepare(aCallRecord({ epoch: 2, owner: anOwner() }));

    await noteDisconnect(CONTACT_ID, dependencies);

    expect(await dependencies.calls.read(CONTACT_ID)).toMatchObject({
      disconnectedAtMs: 1_767_607_300_000,
    });
    expect(dependencies.notices).toEqual([{ contactId: CONTACT_ID, epoch: 2 }]);
  });

  test('a repeated event keeps the first time', async () => {
    const dependencies = prepare(aCallRecord());
    await noteDisconnect(CONTACT_ID, dependencies);

    dependencies.clock.advance(60_000);
    await noteDisconnect(CONTACT_ID, dependencies);

    expect(await dependencies.calls.read(CONTACT_ID)).toMatchObject({
      disconnectedAtMs: 1_767_607_300_000,
    });
  });

  test('a contact without a call, or whose call is over, needs nothing', async () => {
    const unknown = prepare();
    const over = prepare(aCallRecord({ status: 'ended', owner: anOwner() }));

    await noteDisconnect(CONTACT_ID, unknown);
    await noteDisconnect(CONTACT_ID, over);

    expect(unknown.calls.items.size).toBe(0);
    expect((await over.calls.read(CONTACT_ID))?.disconnectedAtMs).toBeUndefined();
    expect(over.notices).toEqual([]);
  });

  test('a bridge that cannot be reached is no failure: it sees the media end', async () => {
    const dependencies = prepare(aCallRecord({ epoch: 1, owner: anOwner() }));
    dependencies.bridge.noticeDisconnect = () =>
      Promise.reject(new BridgeUnreachableError('fell silent'));

    await noteDisconnect(CONTACT_ID, dependencies);

    expect((await dependencies.calls.read(CONTACT_ID))?.disconnectedAtMs).toBeDefined();
    expect(dependencies.logger.lines).toMatchObject([
      { level: 'warn', fields: { errorName: 'BridgeUnreachableError' } },
    ]);
  });
});
