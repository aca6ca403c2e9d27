import type { DomainEvent } from '@patchbay/contracts';
import type { DisturbedRequest } from '@patchbay/local-cloud';
import { sleep } from '@patchbay/platform';
import type { Fault, FaultRun } from '../fault';
import { archiveInOrder } from './archive-in-order';
import { archiveChecksums, callEnds, contactIds, voicemails } from './calls';
import { tallyWebhooks, type Tally } from './ledger';
import {
  startConsumersWorld,
  type Consumer,
  type ConsumerName,
  type ConsumersWorld,
} from './world';

/** At each point: so many in each of the worlds, which run side by side. */
const KILLS = { full: { worlds: 2, inEach: 20 }, short: { worlds: 1, inEach: 1 } };

/** Production's are longer: here each kill waits for the visibility, and some for a claim's lease. */
const SETTINGS = { VISIBILITY_S: '4', EFFECT_LIMIT_MS: '1500', RETRY_BASE_MS: '1000' };

/** A message that kills is at its point within seconds. */
const KILL_LIMIT_MS = 60_000;

interface KillPoint {
  readonly service: ConsumerName;
  /** The request of the service that kills it, before anybody has seen it: which, and the how manieth. */
  readonly at: (request: DisturbedRequest) => boolean;
  readonly nth: number;
}

const isLedgerWrite = ({ operation }: DisturbedRequest) => operation.endsWith('.UpdateItem');
const notification = (at: KillPoint['at'], nth = 1) =>
  ({ service: 'notification-service', at, nth }) as const;
const archiver = (at: KillPoint['at'], nth = 1) =>
  ({ service: 'transcript-archiver', at, nth }) as const;

const POINTS: Readonly<Record<string, KillPoint>> = {
  received: notification(isLedgerWrite),
  claimed: notification(({ operation }) => operation === 'POST /webhooks'),
  confirmed: notification(({ operation }) => operation.endsWith('.DeleteMessage')),
  reading: archiver(({ service, operation }) => service === 's3' && operation.startsWith('GET')),
  half_stored: archiver(
    ({ service, operation }) => service === 's3' && operation.startsWith('PUT'),
    2,
  ),
};

/** Between the webhook's answer and its confirmation in the ledger nobody can know: it comes again. */
const UNKNOWABLE = notification(isLedgerWrite, 2);

/** What became of the events over which consumers were killed. */
interface KilledTally extends Tally {
  readonly deadLetters: number;
}

/** Consumers die in the middle of a message: another one has it later, and it has its effect once. */
export const killConsumer: Fault = async (run) => {
  const { worlds, inEach } = KILLS[run.scale];
  const kills = worlds * inEach;
  const points = Object.values(POINTS).map((point) => killAt(point, run));
  const [unknowable, ...tallies] = await Promise.all([killAt(UNKNOWABLE, run), ...points]);
  const sum = (of: (tally: KilledTally) => number) => sumOf(tallies, of);
  const found = {
    kills: (tallies.length + 1) * kills,
    ...{ effects: sum(({ effects }) => effects), lost: sum(({ lost }) => lost) },
    doubled: sum(({ doubled }) => doubled),
    dead_letters: sum(({ deadLetters }) => deadLetters) + unknowable.deadLetters,
    after_the_call: { lost: unknowable.lost, repeated_under_the_same_id: unknowable.doubled },
  };
  const isWhole = found.effects === tallies.length * kills && unknowable.effects === kills;
  const isWrong = found.lost + found.doubled + found.dead_letters + unknowable.lost > 0;
  return { pass: isWhole && !isWrong && unknowable.doubled <= kills, ...found };
};

const sumOf = <Item>(items: readonly Item[], of: (item: Item) => number) =>
  items.reduce((total, item) => total + of(item), 0);

async function killAt(point: KillPoint, { scale, tell }: FaultRun): Promise<KilledTally> {
  const { worlds, inEach } = KILLS[scale];
  const tallies = await Promise.all(
    Array.from({ length: worlds }, () => killInWorld(point, inEach)),
  );
  tell(`${point.service} was killed ${worlds * inEach} times at one point`);
  return {
    effects: sumOf(tallies, ({ effects }) => effects),
    lost: sumOf(tallies, ({ lost }) => lost),
    doubled: sumOf(tallies, ({ doubled }) => doubled),
    deadLetters: sumOf(tallies, ({ deadLetters }) => deadLetters),
  };
}

/** One event a kill: the service dies over it, and the next one finishes it. */
async function killInWorld(point: KillPoint, kills: number): Promise<KilledTally> {
  const world = await startConsumersWorld();
  const isArchiver = point.service === 'transcript-archiver';
  const queue = isArchiver ? 'transcripts' : 'notifications';
  try {
    const contacts = contactIds(kills);
    let service = await world.start(point.service, SETTINGS);
    const undisturbed = isArchiver ? await archiveInOrder(contacts, world) : undefined;
    const events = isArchiver ? callEnds(contacts) : voicemails(contacts);
    for (const event of events) {
      await killOver(event, service, point, world);
      service = await world.start(point.service, SETTINGS);
      await world.untilDrained(queue);
    }
    const tally = undisturbed
      ? await tallyArchive(undisturbed, world)
      : tallyWebhooks(
          world.cloud,
          events.map(({ id }) => id),
        );
    return { ...tally, deadLetters: await world.countDeadLetters(queue) };
  } finally {
    await world.close();
  }
}

/** @throws when the service does not come to the point */
async function killOver(
  event: DomainEvent,
  service: Consumer,
  { at, nth }: KillPoint,
  world: ConsumersWorld,
): Promise<void> {
  let seen = 0;
  const end = world.cloud.disturbances.add((request) => {
    if (!at(request) || ++seen < nth) return undefined;
    service.signal('SIGKILL');
    return 'hang';
  });
  await world.publish([event]);
  const limit = new AbortController();
  const late = sleep(KILL_LIMIT_MS, limit.signal).then(() => 'late');
  const outcome = await Promise.race([service.exited, late]);
  limit.abort();
  end();
  if (outcome === 'late') throw new Error('a consumer did not come to the point of its kill');
}

/** An archive is overwritten by the same bytes, so it cannot be doubled. */
async function tallyArchive(
  undisturbed: ReadonlyMap<string, string>,
  { s3 }: ConsumersWorld,
): Promise<Tally> {
  const contacts = [...undisturbed.keys()];
  const archived = await archiveChecksums(contacts, s3);
  const lost = contacts.filter((id) => archived.get(id) !== undisturbed.get(id)).length;
  return { effects: contacts.length - lost, lost, doubled: 0 };
}
