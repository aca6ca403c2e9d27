import type { CallRecord } from '@patchbay/call';
import type { DisconnectNotice } from '@patchbay/contracts';
import {
  aCallRecord,
  AGENT_ID,
  anOwner,
  CONTACT_ID,
  createManualClock,
  createMemoryCallStore,
  createMemoryQueue,
  createRecordingLogger,
} from '@patchbay/testing';
import { BridgeUnreachableError } from '../bridge/errors';
import { noteDisconnect } from './note-disconnect';

const MESSAGE = JSON.stringify({ contactId: CONTACT_ID, agentId: AGENT_ID });

function prepare(record?: CallRecord) {
  const notices: DisconnectNotice[] = [];
  const clock = createManualClock(1_767_607_300_000);
  return {
    notices,
    calls: createMemoryCallStore(...(record ? [record] : [])),
    bridge: {
      noticeDisconnect: async (_: unknown, notice: DisconnectNotice) => void notices.push(notice),
    },
    clock,
    callQueue: createMemoryQueue(clock),
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
    expect(dependencies.callQueue.bodies()).toEqual([]);
    expect(dependencies.notices).toEqual([
      { event: 'disconnected', contactId: CONTACT_ID, epoch: 2 },
    ]);
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
    expect([...unknown.callQueue.bodies(), ...over.callQueue.bodies()]).toEqual([]);
  });

  test('a bridge that cannot be reached is replaced by one that closes the call', async () => {
    const dependencies = prepare(aCallRecord({ epoch: 1, owner: anOwner() }));
    dependencies.bridge.noticeDisconnect = () =>
      Promise.reject(new BridgeUnreachableError('fell silent'));

    await noteDisconnect(CONTACT_ID, dependencies);

    expect((await dependencies.calls.read(CONTACT_ID))?.disconnectedAtMs).toBeDefined();
    expect(dependencies.callQueue.bodies()).toEqual([MESSAGE]);
    expect(dependencies.logger.lines).toMatchObject([
      { level: 'warn', fields: { errorName: 'BridgeUnreachableError' } },
    ]);
  });

  test('a call that no bridge owns is announced once more, so that one closes it', async () => {
    const dependencies = prepare(aCallRecord());

    await noteDisconnect(CONTACT_ID, dependencies);

    expect(dependencies.callQueue.bodies()).toEqual([MESSAGE]);
  });

  test('an event that failed half way is carried out by its repetition', async () => {
    const dependencies = prepare(aCallRecord());
    const { send } = dependencies.callQueue;
    dependencies.callQueue.send = () => Promise.reject(new Error('queue is away'));
    await expect(noteDisconnect(CONTACT_ID, dependencies)).rejects.toThrow('queue is away');

    dependencies.callQueue.send = send;
    await noteDisconnect(CONTACT_ID, dependencies);

    expect(dependencies.callQueue.bodies()).toEqual([MESSAGE]);
  });

  test('the bridge that claims the call at that moment is the one that is told', async () => {
    const dependencies = prepare(aCallRecord({ epoch: 1, owner: anOwner() }));
    const { calls } = dependencies;
    const next = { epoch: 2, owner: anOwner('https://127.0.0.2:9') };
    const racing = {
      ...dependencies,
      calls: {
        read: calls.read,
        write: async (...write: Parameters<typeof calls.write>) => {
          await calls.write(...write);
          await calls.write(CONTACT_ID, next, { kind: 'present' });
        },
      },
    };

    await noteDisconnect(CONTACT_ID, racing);

    expect(dependencies.notices).toMatchObject([{ epoch: 2 }]);
  });
});
