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

test('a later owner takes no number that an owner before may have taken', () => {
  const first = hold({ epoch: 1, sequence: 4 }).checkpoint;
  const taken = Array.from({ length: 8 }, () => first.nextSequence());

  const second = hold({ epoch: 2, sequence: 4 }).checkpoint;

  expect(taken[0]).toBe(5);
  expect(taken).not.toContain(second.nextSequence());
  expect(second.nextSequence()).toBeGreaterThan(Math.max(...taken));
});
