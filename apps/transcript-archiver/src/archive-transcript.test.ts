import { turnKey, type StoredTurn } from '@patchbay/contracts';
import {
  AGENT_ID,
  anEvent,
  aStoredTurn,
  CONTACT_ID,
  createMemoryObjectStore,
  createRecordingLogger,
} from '@patchbay/testing';
import { archiveTranscript } from './archive-transcript';

const signal = new AbortController().signal;
const FOLDER = `agents/${AGENT_ID}/calls/${CONTACT_ID}`;

const greeting = aStoredTurn({
  sequence: 2,
  bot: 'Hello, this is an AI.',
  startedAt: '2026-01-05T10:00:00.000Z',
  endedAt: '2026-01-05T10:00:05.000Z',
});
const lostCard = aStoredTurn({
  sequence: 4,
  caller: 'I lost my card.',
  bot: 'I will connect you.',
  startedAt: '2026-01-05T10:00:10.000Z',
  endedAt: '2026-01-05T10:00:20.000Z',
  tools: [{ name: 'transfer_to_agent', outcome: 'ok' }],
});
const event = anEvent.callEnded({
  outcome: 'transfer',
  reason: 'lost_card',
  turnSequences: [2, 4],
});

async function prepare(...turns: StoredTurn[]) {
  const transcripts = createMemoryObjectStore();
  for (const turn of turns) {
    const key = turnKey(turn.agentId, turn.contactId, turn.sequence);
    await transcripts.put(key, JSON.stringify(turn), 'application/json');
  }
  const json = (name: string) => JSON.parse(transcripts.text(`${FOLDER}/${name}.json`) ?? 'null');
  return { transcripts, json, logger: createRecordingLogger() };
}

describe('archiving a transcript', () => {
  test('writes the words of all turns in order', async () => {
    const archive = await prepare(lostCard, greeting);

    await archiveTranscript(event, signal, archive);

    expect(archive.json('transcript')).toEqual({
      version: 1,
      contactId: CONTACT_ID,
      agentId: AGENT_ID,
      entries: [
        { sequence: 2, speaker: 'bot', text: 'Hello, this is an AI.', at: greeting.endedAt },
        { sequence: 4, speaker: 'caller', text: 'I lost my card.', at: lostCard.startedAt },
        { sequence: 4, speaker: 'bot', text: 'I will connect you.', at: lostCard.endedAt },
      ],
    });
  });

  test('writes the facts apart from the words', async () => {
    const archive = await prepare(greeting, lostCard);

    await archiveTranscript(event, signal, archive);

    expect(archive.json('metadata')).toEqual({
      version: 1,
      contactId: CONTACT_ID,
      agentId: AGENT_ID,
      outcome: 'transfer',
      reason: 'lost_card',
      startedAt: '2026-01-05T10:00:00.000Z',
      endedAt: '2026-01-05T10:01:30.000Z',
      durationMs: 90_000,
      turns: 2,
      lastSequence: 9,
      tools: [{ name: 'transfer_to_agent', outcome: 'ok' }],
      transcriptKey: `${FOLDER}/transcript.json`,
    });
  });

  test('keeps the fields as they were known in the end', async () => {
    const asked = aStoredTurn({ sequence: 2, fields: { repair_type: 'screen' } });
    const mended = aStoredTurn({ sequence: 3, fields: { repair_type: 'battery', urgent: true } });
    const archive = await prepare(asked, mended, lostCard);

    await archiveTranscript(anEvent.callEnded({ turnSequences: [2, 3, 4] }), signal, archive);

    expect(archive.json('metadata').fields).toEqual({ repair_type: 'battery', urgent: true });
  });

  test('shows where the caller cut the bot short, and leaves out who said nothing', async () => {
    const cut = aStoredTurn({ sequence: 2, caller: 'Stop.', bot: 'Your bal', interrupted: true });
    const mute = aStoredTurn({ sequence: 3, caller: 'Hello?', bot: '' });
    const archive = await prepare(cut, mute);

    await archiveTranscript(anEvent.callEnded({ turnSequences: [2, 3] }), signal, archive);

    expect(archive.json('transcript').entries).toMatchObject([
      { speaker: 'caller', text: 'Stop.' },
      { speaker: 'bot', text: 'Your bal', interrupted: true },
      { speaker: 'caller', text: 'Hello?' },
    ]);
  });

  test('archives what there is of a call that failed', async () => {
    const archive = await prepare(greeting);

    await archiveTranscript(anEvent.callFailed({ turnSequences: [2] }), signal, archive);

    expect(archive.json('metadata')).toMatchObject({ outcome: 'failed', reason: 'owners_lost' });
  });

  test('writes the same bytes however often it runs', async () => {
    const archive = await prepare(greeting, lostCard);
    const written = () =>
      ['transcript', 'metadata'].map((name) => archive.transcripts.text(`${FOLDER}/${name}.json`));

    await archiveTranscript(event, signal, archive);
    const first = written();
    await archiveTranscript(event, signal, archive);

    expect(written()).toEqual(first);
  });

  test('a replayed older end of the call overwrites nothing', async () => {
    const archive = await prepare(greeting, lostCard);
    await archiveTranscript(event, signal, archive);
    const later = archive.json('metadata');

    const older = anEvent.callFailed({ sequence: 8, turnSequences: [2] });
    await archiveTranscript(older, signal, archive);

    expect(archive.json('metadata')).toEqual(later);
    expect(archive.json('transcript').entries).toHaveLength(3);
  });

  test('a turn that is not there yet is worth a retry, and nothing is written', async () => {
    const archive = await prepare(greeting);

    await expect(archiveTranscript(event, signal, archive)).rejects.toMatchObject({
      name: 'MissingTurnError',
      retryable: true,
    });
    expect(archive.json('transcript')).toBeNull();
  });

  test('a turn that cannot be read is not', async () => {
    const archive = await prepare(greeting, { ...lostCard, version: 2 as 1 });

    await expect(archiveTranscript(event, signal, archive)).rejects.toMatchObject({
      name: 'UnreadableTurnError',
      retryable: false,
    });
  });

  test('no log line holds a word of the call', async () => {
    const archive = await prepare(greeting, lostCard);

    await archiveTranscript(event, signal, archive);

    expect(archive.logger.lines).not.toEqual([]);
    expect(JSON.stringify(archive.logger.lines)).not.toMatch(/lost my card|connect you|this is/);
  });
});
