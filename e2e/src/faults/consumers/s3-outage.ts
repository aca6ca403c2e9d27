import type { Disturbance } from '@patchbay/local-cloud';
import { sleep } from '@patchbay/platform';
import type { Fault } from '../fault';
import { archiveInOrder } from './archive-in-order';
import { archiveChecksums, callEnds, contactIds } from './calls';
import { startConsumersWorld, type ConsumersWorld } from './world';

const TRANSCRIPTS = { full: 500, short: 40 };
/** At first some requests fail for so long, then all of them for as long again. */
const PHASE_MS = { full: 60_000, short: 2000 };
const FAILING_SHARE = 0.3;
/** The default waits outlast minutes; the short outage is met by shorter ones. */
const SETTINGS = { full: {}, short: { RETRY_BASE_MS: '500' } };
/** Transcript and metadata. */
const PUTS_PER_CALL = 2;
const STEPS_PER_PHASE = 20;

/** S3 fails and is gone for a while: every transcript is there in the end. */
export const s3Outage: Fault = async ({ scale, tell }) => {
  const world = await startConsumersWorld();
  try {
    await world.start('transcript-archiver', SETTINGS[scale]);
    const contacts = contactIds(TRANSCRIPTS[scale]);
    const undisturbed = await archiveInOrder(contacts, world);
    const outage = startOutage(world);
    for (const failingShare of [FAILING_SHARE, 1]) {
      outage.fail(failingShare);
      const half = contacts.length / 2;
      const some = failingShare < 1 ? contacts.slice(0, half) : contacts.slice(half);
      await publishEvenly(some, PHASE_MS[scale], world);
      tell(`${outage.deleted()} of ${contacts.length} messages done so far`);
    }
    outage.fail(0);
    await world.untilDrained('transcripts');
    outage.end();
    const archived = await archiveChecksums(contacts, world.s3);
    const there = contacts.filter((id) => archived.get(id) !== 'missing').length;
    const found = {
      ...{ transcripts: contacts.length, there, failed_requests: outage.failed() },
      differing: contacts.filter((id) => archived.get(id) !== undisturbed.get(id)).length,
      deleted_before_stored: outage.deletedEarly(),
    };
    const isWhole = there === contacts.length && found.differing === 0;
    return { pass: isWhole && found.deleted_before_stored === 0, ...found };
  } finally {
    await world.close();
  }
};

/** Fails requests to S3, and compares each message's delete with what S3 has taken by then. */
function startOutage({ cloud }: ConsumersWorld) {
  const seen = { failingShare: 0, failed: 0, puts: 0, deleted: 0, deletedEarly: 0 };
  const disturbance: Disturbance = ({ service, operation }) => {
    if (service === 'sqs' && operation.endsWith('.DeleteMessage')) {
      seen.deleted += 1;
      if (seen.deleted * PUTS_PER_CALL > seen.puts) seen.deletedEarly += 1;
    }
    if (service !== 's3') return undefined;
    if (Math.random() < seen.failingShare) {
      seen.failed += 1;
      return { status: 503, errorType: 'SlowDown' };
    }
    if (operation.startsWith('PUT ')) seen.puts += 1;
    return undefined;
  };
  return {
    fail: (share: number) => (seen.failingShare = share),
    failed: () => seen.failed,
    deleted: () => seen.deleted,
    deletedEarly: () => seen.deletedEarly,
    end: cloud.disturbances.add(disturbance),
  };
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
