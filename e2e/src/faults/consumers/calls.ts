import {
  DeleteObjectsCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  metadataKey,
  transcriptKey,
  transcriptSchema,
  turnKey,
  type DomainEvent,
} from '@patchbay/contracts';
import { BUCKETS } from '@patchbay/infra';
import { AGENT_ID, anEvent, aStoredTurn } from '@patchbay/testing';

/** Each call's turns: a bridge whose clock is behind wrote the second. Its last event follows them. */
const TURNS = [
  { sequence: 2, startedAt: '2026-01-05T10:00:50.000Z', endedAt: '2026-01-05T10:01:00.000Z' },
  { sequence: 3, startedAt: '2026-01-05T10:00:10.000Z', endedAt: '2026-01-05T10:00:20.000Z' },
];
const SEQUENCES = TURNS.map(({ sequence }) => sequence);
const PUTS_AT_ONCE = 16;
/** Most that S3 takes in a request. */
const KEYS_PER_DELETE = 1000;
const Bucket = BUCKETS.transcripts;

export const contactIds = (count: number, prefix = 'contact') =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(8, '0')}`);

/** The event that ends each call, for the archiver. */
export const callEnds = (contacts: readonly string[]): DomainEvent[] =>
  contacts.map((contactId) => anEvent.callEnded({ contactId, turnSequences: SEQUENCES }));

/** A voicemail in each call, for the notification service. */
export const voicemails = (contacts: readonly string[]): DomainEvent[] =>
  contacts.map((contactId) => anEvent.voicemailLeft({ contactId, sequence: 4 }));

/** Stores what was said in each call, other words in each. */
export async function storeTurns(contacts: readonly string[], s3: S3Client): Promise<void> {
  await forEach(contacts, async (contactId) => {
    for (const { sequence, ...times } of TURNS) {
      const bot = `Hello ${contactId}, for the ${sequence}.`;
      const turn = aStoredTurn({ contactId, sequence, bot, ...times });
      await s3.send(
        new PutObjectCommand({
          Bucket,
          Key: turnKey(AGENT_ID, contactId, sequence),
          Body: JSON.stringify(turn),
        }),
      );
    }
  });
}

/**
 * The checksums of each call's transcript and metadata together; `missing` where one is not there.
 * S3's own: the ETag of an object that was put in one piece is the MD5 of its bytes.
 */
export async function archiveChecksums(
  contacts: readonly string[],
  client: S3Client,
): Promise<Map<string, string>> {
  const checksums = new Map<string, string | undefined>();
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    for (const { Key = '', ETag } of Contents) checksums.set(Key, ETag);
  }
  const archived = (contactId: string) => archiveKeys(contactId).map((key) => checksums.get(key));
  return new Map(
    contacts.map((contactId) => {
      const found = archived(contactId);
      return [contactId, found.every(Boolean) ? found.join() : 'missing'];
    }),
  );
}

/** Removes each call's transcript and metadata. */
export async function removeArchives(contacts: readonly string[], s3: S3Client): Promise<void> {
  const keys = contacts.flatMap(archiveKeys);
  for (let at = 0; at < keys.length; at += KEYS_PER_DELETE) {
    const Objects = keys.slice(at, at + KEYS_PER_DELETE).map((Key) => ({ Key }));
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    if (Errors.length > 0) throw new Error(`S3 kept ${Errors.length} archives`);
  }
}

const archiveKeys = (contactId: string) =>
  [transcriptKey, metadataKey].map((keyOf) => keyOf(AGENT_ID, contactId));

/** How many transcripts tell the turns in another order than that of their sequences. */
export async function countOutOfOrder(contacts: readonly string[], s3: S3Client): Promise<number> {
  let count = 0;
  await forEach(contacts, async (contactId) => {
    const Key = transcriptKey(AGENT_ID, contactId);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const { entries } = transcriptSchema.parse(JSON.parse((await Body?.transformToString()) ?? ''));
    if (entries.map(({ sequence }) => sequence).join() !== SEQUENCES.join()) count += 1;
  });
  return count;
}

/** Calls `step` for each contact, some at once. */
export async function forEach(
  contacts: readonly string[],
  step: (contactId: string) => Promise<void>,
): Promise<void> {
  const left = [...contacts];
  const work = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await step(next);
  };
  await Promise.all(Array.from({ length: PUTS_AT_ONCE }, work));
}
