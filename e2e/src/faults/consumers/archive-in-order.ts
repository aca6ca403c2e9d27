import { archiveChecksums, callEnds, removeArchives, storeTurns } from './calls';
import type { ConsumersWorld } from './world';

/** What each call's archive looks like in undisturbed order; it is removed again. */
export async function archiveInOrder(contacts: readonly string[], world: ConsumersWorld) {
  await storeTurns(contacts, world.s3);
  await world.publish(callEnds(contacts));
  await world.untilDrained('transcripts');
  const checksums = await archiveChecksums(contacts, world.s3);
  await removeArchives(contacts, world.s3);
  return checksums;
}
