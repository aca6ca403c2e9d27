import { storedTurnSchema } from '@patchbay/contracts';
import {
  aCallRecord,
  createManualClock,
  createMemoryCallHistory,
  createMemoryCallStore,
  createMemoryEventBus,
  createMemoryObjectStore,
  createRecordingLogger,
} from '@patchbay/testing';
import { Checkpoint } from './checkpoint';
import { newTurn, type Turn } from './conversation/turn';
import { TurnArchive } from './turn-archive';

const WORDS = /lost my card|sorry|hand you over/;

function prepare(keepWords = true) {
  const record = aCallRecord({ epoch: 1 });
  const calls = createMemoryCallStore(record);
  const transcripts = createMemoryObjectStore();
  const history = createMemoryCallHistory();
  const clock = createManualClock();
  const logger = createRecordingLogger();
  const checkpoint = new Checkpoint(record, { calls, bus: createMemoryEventBus(), logger });
  const archive = new TurnArchive({ checkpoint, transcripts, history, clock, keepWords });
  const stored = () =>
    [...transcripts.objects.keys()]
      .map((key) => storedTurnSchema.parse(JSON.parse(transcripts.text(key) ?? '')))
      .sort((a, b) => a.sequence - b.sequence);
  return { archive, checkpoint, transcripts, history, stored, calls };
}

const aTurn = (): Turn => ({
  ...newTurn(0),
  callerTexts: ['I lost my card'],
  segments: [{ text: 'I am sorry.', soundComplete: true }],
  parts: [{ segment: 0, audioKey: 'parts/1.wav', durationMs: 900, cursor: 1, played: true }],
  tools: [{ name: 'transfer_to_agent', outcome: 'ok' }],
  transfer: { reason: 'lost_card', summary: 'I hand you over.' },
  replyEnded: true,
});

describe('a stored turn', () => {
  test('tells what the agent has found out, once for each news', async () => {
    const { archive, checkpoint, stored } = prepare();
    await archive.store([aTurn()]);
    await checkpoint.save({ fields: { repair_type: 'screen' } });
    await archive.store([aTurn(), aTurn()]);
    await checkpoint.save({ fields: { repair_type: 'battery' } });

    await archive.store([aTurn()]);

    expect(stored().map(({ fields }) => fields)).toEqual([
      undefined,
      { repair_type: 'screen' },
      undefined,
      { repair_type: 'battery' },
    ]);
  });

  test('tells it also when its first try failed', async () => {
    const { archive, checkpoint, transcripts, stored } = prepare();
    const put = transcripts.put;
    transcripts.put = () => {
      transcripts.put = put;
      return Promise.reject(new Error('the store is away'));
    };
    await checkpoint.save({ fields: { repair_type: 'screen' } });

    await archive.store([aTurn()]);

    expect(stored()).toMatchObject([{ fields: { repair_type: 'screen' } }]);
  });

  test('holds no word of a call that is not transcribed, but its facts', async () => {
    const { archive, stored } = prepare(false);

    await archive.store([aTurn()]);

    const [turn] = stored();
    expect(JSON.stringify(turn)).not.toMatch(WORDS);
    expect(turn).toMatchObject({
      bot: { parts: [{ audioKey: 'parts/1.wav', durationMs: 900 }] },
      tools: [{ name: 'transfer_to_agent' }],
      transfer: { reason: 'lost_card' },
    });
  });
});

describe('what the next owner needs of a turn', () => {
  test('its words are kept apart before the record names it, transcribed or not', async () => {
    for (const keepWords of [true, false]) {
      const { archive, calls, history, stored } = prepare(keepWords);
      const keptFirst: number[] = [];
      const write = calls.write;
      calls.write = async (contactId, change, condition) => {
        if (change.turnSequences) keptFirst.push(history.turns.size);
        await write(contactId, change, condition);
      };

      await archive.store([aTurn()]);

      expect(keptFirst).toEqual([1]);
      const [turn] = stored();
      const kept = await history.read(turn?.contactId ?? '', [turn?.sequence ?? 0]);
      expect([...kept.values()]).toEqual([{ caller: 'I lost my card', bot: 'I am sorry.' }]);
    }
  });

  test('it keeps its sequence, however often it is tried', async () => {
    const { archive, history, stored, checkpoint } = prepare();
    const { append } = history;
    let failures = 3;
    history.append = (...turn) =>
      failures-- > 0 ? Promise.reject(new Error('the table is away')) : append(...turn);

    await archive.store([aTurn()]);

    expect(stored().map(({ sequence }) => sequence)).toEqual(checkpoint.record.turnSequences);
  });

  test('it is pending until the write that names it, and again if that fails', async () => {
    const { archive, checkpoint, calls } = prepare();
    const pendingAtWrite: number[] = [];
    checkpoint.carry(() => {
      pendingAtWrite.push(archive.pending.length);
      return {};
    });
    const write = calls.write;
    calls.write = async () => {
      calls.write = write;
      throw new Error('the table is away');
    };

    const storing = archive.store([aTurn()]);
    expect(archive.pending).toHaveLength(1);
    await storing;

    // A write that fails, one that goes through, and the one that takes the event out of the outbox.
    expect(pendingAtWrite.slice(0, 2)).toEqual([0, 0]);
    expect(archive.pending).toEqual([]);
    expect(checkpoint.record.turnSequences).toHaveLength(1);
  });
});
