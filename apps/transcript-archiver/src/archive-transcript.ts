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
 * and the stored turns alone, so that archiving again writes the same bytes.
 * @throws MissingTurnError, UnreadableTurnError
 */
export async function archiveTranscript(
  event: CallEnded | CallFailed,
  signal: AbortSignal,
  { transcripts, logger }: ArchiveDependencies,
): Promise<void> {
  const { subject: contactId } = event;
  const { agentId, turnSequences } = event.data;
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
