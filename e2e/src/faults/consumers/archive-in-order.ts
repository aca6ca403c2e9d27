import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { metadataKey, transcriptKey } from '@patchbay/contracts';
import { BUCKETS } from '@patchbay/infra';
import { AGENT_ID } from '@patchbay/testing';
import { archiveChecksums, callEnds, forEach, storeTurns } from './calls';
import type { ConsumersWorld } from './world';

/** What each call's archive looks like in undisturbed order; it is removed again. */
export async function archiveInOrder(contacts: readonly string[], world: ConsumersWorld) {
  await storeTurns(contacts, world.s3);
  await world.publish(callEnds(contacts));
  await world.untilDrained('transcripts');
  const checksums = await archiveChecksums(contacts, world.s3);
  await forEach(contacts, async (contactId) => {
    for (const keyOf of [transcriptKey, metadataKey]) {
      const Key = keyOf(AGENT_ID, contactId);
      await world.s3.send(new DeleteObjectCommand({ Bucket: BUCKETS.transcripts, Key }));
    }
  });
  return checksums;
}
