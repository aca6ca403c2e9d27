import { sleep } from '@patchbay/platform';
import type { Fault } from '../fault';
import { archiveInOrder } from './archive-in-order';
import { archiveChecksums, callEnds, contactIds } from './calls';
import { createDeleteLedger } from './delete-ledger';
import { startWitness } from './witness';
import { startConsumersWorld, type ConsumersWorld } from './world';

const TRANSCRIPTS = { full: 500, short: 40 };
/** At first some requests fail for so long, then all of them for as long again. */
const PHASE_MS = { full: 60_000, short: 2000 };
const FAILING_SHARE = 0.3;
/**
 * Production's retries outlast several minutes. With these, the fifth receive of a message is never
 * less than 2 minutes after its first, whatever fails, and seldom more than 3 after the outage.
 */
const SETTINGS = { full: { RETRY_BASE_MS: '2900' }, short: { RETRY_BASE_MS: '500' } };
const STEPS_PER_PHASE = 20;

/** S3 fails and is gone for a while: every transcript is there in the end. */
export const s3Outage: Fault = async ({ scale, tell }) => {
  const world = await startConsumersWorld();
  const ledger = createDeleteLedger();
  const witness = await startWitness(world.cloud.endpointUrl, ledger);
  try {
    const contacts = contactIds(TRANSCRIPTS[scale]);
    const undisturbed = await archiveUndisturbed(contacts, world);
    await world.start('transcript-archiver', SETTINGS[scale], witness.url);
    const outage = startOutage(world);
    for (const failingShare of [FAILING_SHARE, 1]) {
      outage.fail(failingShare);
      const half = contacts.length / 2;
      const some = failingShare < 1 ? contacts.slice(0, half) : contacts.slice(half);
      await publishEvenly(some, PHASE_MS[scale], world);
      tell(`${ledger.deleted} of ${contacts.length} messages done so far`);
    }
    outage.end();
    await world.untilDrained('transcripts');
    const archived = await archiveChecksums(contacts, world.s3);
    const found = {
      transcripts: contacts.length,
      there: contacts.filter((id) => archived.get(id) !== 'missing').length,
      differing: contacts.filter((id) => archived.get(id) !== undisturbed.get(id)).length,
      failed_requests: outage.failed(),
      ...{ deleted: ledger.deleted, deleted_before_stored: ledger.deletedEarly },
      dead_letters: await world.countDeadLetters('transcripts'),
    };
    const isWhole = [found.there, found.deleted].every((count) => count === contacts.length);
    const isWrong = found.differing + found.deleted_before_stored + found.dead_letters > 0;
    return { pass: isWhole && !isWrong, ...found };
  } finally {
    await world.close();
    witness.close();
  }
};

async function archiveUndisturbed(contacts: readonly string[], world: ConsumersWorld) {
  const archiver = await world.start('transcript-archiver');
  const checksums = await archiveInOrder(contacts, world);
  await archiver.stop();
  return checksums;
}

/** Fails requests to S3 before it has seen them. */
function startOutage({ cloud }: ConsumersWorld) {
  const seen = { failingShare: 0, failed: 0 };
  const end = cloud.disturbances.add(({ service }) => {
    if (service !== 's3' || Math.random() >= seen.failingShare) return undefined;
    seen.failed += 1;
    return { status: 503, errorType: 'SlowDown' };
  });
  return { end, fail: (share: number) => (seen.failingShare = share), failed: () => seen.failed };
}

/** The ends of the calls, in equal steps over the duration. */
async function publishEvenly(
  contacts: readonly string[],
  durationMs: number,
  world: ConsumersWorld,
) {
  const events = callEnds(contacts);
  const perStep = Math.ceil(events.length / STEPS_PER_PHASE);
  for (let step = 0; step < STEPS_PER_PHASE; step += 1) {
    const some = events.slice(step * perStep, (step + 1) * perStep);
    await Promise.all([world.publish(some), sleep(durationMs / STEPS_PER_PHASE)]);
  }
}
