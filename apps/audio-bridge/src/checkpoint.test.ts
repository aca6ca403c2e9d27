import { WriteRefusedError } from '@patchbay/call';
import { LeaseLostError } from '@patchbay/messaging';
import {
  aCallRecord,
  anEvent,
  CONTACT_ID,
  createMemoryCallStore,
  createMemoryEventBus,
  createRecordingLogger,
} from '@patchbay/testing';
import { Checkpoint } from './checkpoint';

const RULES = { callerTurns: 0, silencePrompts: 0, warnings: 0 };

function hold(facts: Parameters<typeof aCallRecord>[0]) {
  const record = aCallRecord(facts);
  const calls = createMemoryCallStore(record);
  const bus = createMemoryEventBus();
  const writes: object[] = [];
  const write = calls.write;
  calls.write = async (contactId, change, condition) => {
    writes.push(change);
    await write(contactId, change, condition);
  };
  const checkpoint = new Checkpoint(record, { calls, bus, logger: createRecordingLogger() });
  return { checkpoint, calls, bus, writes };
}

test('what rides along is in the same write, and names the cursor and sequence of that write', async () => {
  const { checkpoint, calls, writes } = hold({ epoch: 1, sequence: 1 });
  const conversation = { turns: [], held: false, toolUses: [] };
  checkpoint.carry(({ cursor, sequence }) => ({
    talk: { cursor, sequence, conversation, rules: RULES },
  }));

  await checkpoint.save({ cursor: 5 });
  await checkpoint.recordEvent(anEvent.turnCompleted({ sequence: 2 }));

  expect(writes.slice(0, 2)).toMatchObject([
    { cursor: 5, talk: { cursor: 5, sequence: 1 } },
    { sequence: 2, talk: { cursor: 5, sequence: 2 } },
  ]);
  expect((await calls.read(CONTACT_ID))?.talk).toMatchObject({ cursor: 5, sequence: 2 });
});

describe('while the store is away', () => {
  /** The next `failures` writes fail. */
  const away = (failures: number, error: Error = new Error('the table is away')) => {
    const held = hold({ epoch: 1, sequence: 1 });
    const { write } = held.calls;
    held.calls.write = (...args) =>
      failures-- > 0 ? Promise.reject(error) : write.apply(held.calls, args);
    return held;
  };

  test('a write waits for it, and what comes after waits for that write', async () => {
    const { checkpoint, calls } = away(3);
    const event = anEvent.turnCompleted({ sequence: 2 });

    await Promise.all([checkpoint.save({ cursor: 5 }), checkpoint.recordEvent(event)]);

    expect(await calls.read(CONTACT_ID)).toMatchObject({ cursor: 5, sequence: 2 });
    expect(checkpoint.record).toMatchObject({ cursor: 5, sequence: 2 });
  });

  test('each try holds what rides along as it is then', async () => {
    const { checkpoint, calls } = away(2);
    let callerTurns = 0;
    checkpoint.carry(({ cursor, sequence }) => ({
      talk: {
        ...{ cursor, sequence, conversation: { turns: [], held: false, toolUses: [] } },
        rules: { ...RULES, callerTurns: ++callerTurns },
      },
    }));

    await checkpoint.save({ cursor: 5 });

    expect((await calls.read(CONTACT_ID))?.talk?.rules.callerTurns).toBe(3);
  });

  test('a write ends with the lease, and when another bridge has claimed the call', async () => {
    for (const error of [new LeaseLostError(), new WriteRefusedError('epoch')]) {
      const { checkpoint, calls } = away(1, error);

      await expect(checkpoint.save({ cursor: 5 })).rejects.toBe(error);

      expect((await calls.read(CONTACT_ID))?.cursor).toBe(0);
    }
  });
});

test('a later owner takes no number that an owner before may have taken', () => {
  const first = hold({ epoch: 1, sequence: 4 }).checkpoint;
  const taken = Array.from({ length: 8 }, () => first.nextSequence());

  const second = hold({ epoch: 2, sequence: 4 }).checkpoint;

  expect(taken[0]).toBe(5);
  expect(taken).not.toContain(second.nextSequence());
  expect(second.nextSequence()).toBeGreaterThan(Math.max(...taken));
});
