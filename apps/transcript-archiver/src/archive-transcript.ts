import {
  metadataKey,
  storedTurnSchema,
  transcriptKey,
  turnKey,
  type CallEnded,
  type CallFailed,
  type StoredTurn,
} from '@patchbay/contracts';
import type { Logger, ObjectStore } from '@patchbay/platform';
import { z } from 'zod';
import { MissingTurnError, UnreadableTurnError } from './errors';
import { toMetadata } from './to-metadata';
import { toTranscript } from './to-transcript';

export interface ArchiveDependencies {
  /** Holds the turns, and takes the archive. */
  readonly transcripts: ObjectStore;
  readonly logger: Logger;
}

/**
 * Puts a call's turns together to `transcript.json` and `metadata.json`. Both depend on the event
 * and the stored turns alone, so that archiving again writes the same bytes. A replayed event never
 * overwrites what a later one of the same call has written.
 * @throws MissingTurnError, UnreadableTurnError
 */
export async function archiveTranscript(
  event: CallEnded | CallFailed,
  signal: AbortSignal,
  { transcripts, logger }: ArchiveDependencies,
): Promise<void> {
  const { subject: contactId } = event;
  const { agentId, turnSequences, lastSequence } = event.data;
  const archived = await archivedSequence(metadataKey(agentId, contactId), signal, transcripts);
  if (archived > lastSequence) {
    logger.warn('a later end of the call is archived', { contactId, agentId, sequence: archived });
    return;
  }
  const turns = await Promise.all(
    turnSequences.map((sequence) =>
      readTurn(turnKey(agentId, contactId, sequence), signal, transcripts),
    ),
  );
  const putJson = (key: string, document: object) =>
    transcripts.put(key, `${JSON.stringify(document, null, 2)}\n`, 'application/json', signal);
  await putJson(transcriptKey(agentId, contactId), toTranscript(event, turns));
  // Last: who sees the metadata finds the transcript too.
  await putJson(metadataKey(agentId, contactId), toMetadata(event, turns));
  logger.info('transcript archived', { contactId, agentId, count: turns.length });
}

async function readTurn(
  key: string,
  signal: AbortSignal,
  transcripts: ObjectStore,
): Promise<StoredTurn> {
  const bytes = await transcripts.get(key, signal);
  if (!bytes) throw new MissingTurnError(key);
  try {
    return storedTurnSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new UnreadableTurnError(key, error);
  }
}

const archivedSchema = z.object({ lastSequence: z.number() });

/** The place of the event that the call's archive was made from; 0 where there is none yet. */
async function archivedSequence(
  key: string,
  signal: AbortSignal,
  transcripts: ObjectStore,
): Promise<number> {
  const bytes = await transcripts.get(key, signal);
  if (!bytes) return 0;
  const metadata = archivedSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  return metadata.data?.lastSequence ?? 0;
}
