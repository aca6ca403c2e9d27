import { createHash } from 'node:crypto';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { metadataKey, transcriptKey, turnKey, type DomainEvent } from '@patchbay/contracts';
import { BUCKETS } from '@patchbay/infra';
import { AGENT_ID, anEvent, aStoredTurn } from '@patchbay/testing';

/** Sequences of each call's turns; its last event follows them. */
const TURNS = [2, 3];
const PUTS_AT_ONCE = 16;
const Bucket = BUCKETS.transcripts;

export const contactIds = (count: number, prefix = 'contact') =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(8, '0')}`);

/** The event that ends each call, for the archiver. */
export const callEnds = (contacts: readonly string[]): DomainEvent[] =>
  contacts.map((contactId) => anEvent.callEnded({ contactId, turnSequences: TURNS }));

/** A voicemail in each call, for the notification service. */
export const voicemails = (contacts: readonly string[]): DomainEvent[] =>
  contacts.map((contactId) => anEvent.voicemailLeft({ contactId, sequence: 4 }));

/** Stores what was said in each call, other words in each. */
export async function storeTurns(contacts: readonly string[], s3: S3Client): Promise<void> {
  await forEach(contacts, async (contactId) => {
    for (const sequence of TURNS) {
      const turn = { ...aStoredTurn({ sequence, bot: `Hello ${contactId}.` }), contactId };
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

/** The checksum of each call's transcript and metadata together; `missing` where one is not there. */
export async function archiveChecksums(
  contacts: readonly string[],
  s3: S3Client,
): Promise<Map<string, string>> {
  const checksums = new Map<string, string>();
  await forEach(contacts, async (contactId) => {
    const hash = createHash('sha256');
    try {
      for (const keyOf of [transcriptKey, metadataKey]) {
        const Key = keyOf(AGENT_ID, contactId);
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        hash.update((await Body?.transformToByteArray()) ?? '');
      }
      checksums.set(contactId, hash.digest('hex'));
    } catch (error) {
      if (!(error instanceof NoSuchKey)) throw error;
      checksums.set(contactId, 'missing');
    }
  });
  return checksums;
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
