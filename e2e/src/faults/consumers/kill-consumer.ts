import type { DomainEvent } from '@patchbay/contracts';
import type { DisturbedRequest } from '@patchbay/local-cloud';
import type { Fault, FaultRun } from '../fault';
import { archiveChecksums, callEnds, contactIds, storeTurns, voicemails } from './calls';
import { tallyWebhooks, type Tally } from './ledger';
import {
  startConsumersWorld,
  type Consumer,
  type ConsumerName,
  type ConsumersWorld,
} from './world';

const KILLS = { full: 40, short: 1 };

/** Production's are longer: here each kill waits for the visibility, and some for a claim's lease. */
const SETTINGS = { VISIBILITY_S: '6', EFFECT_LIMIT_MS: '3000', RETRY_BASE_MS: '1000' };

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

/** Consumers die in the middle of a message: another one has it later, and it has its effect once. */
export const killConsumer: Fault = async (run) => {
  const points = Object.entries(POINTS).map(async ([name, point]) => {
    return [name, await killAt(point, run)] as const;
  });
  const [unknowable, ...tallies] = await Promise.all([killAt(UNKNOWABLE, run), ...points]);
  const sum = (of: (tally: Tally) => number) =>
    tallies.reduce((total, [, tally]) => total + of(tally), 0);
  const found = {
    kills: (tallies.length + 1) * KILLS[run.scale],
    ...{ effects: sum(({ effects }) => effects), lost: sum(({ lost }) => lost) },
    doubled: sum(({ doubled }) => doubled),
    after_the_call: { lost: unknowable.lost, repeated_under_the_same_id: unknowable.doubled },
  };
  const isWhole = found.effects === tallies.length * KILLS[run.scale];
  return { pass: isWhole && found.lost + found.doubled + unknowable.lost === 0, ...found };
};

/** One event a kill: the service dies over it, and the next one finishes it. */
async function killAt(point: KillPoint, { scale, tell }: FaultRun): Promise<Tally> {
  const world = await startConsumersWorld();
  try {
    const contacts = contactIds(KILLS[scale]);
    const isArchiver = point.service === 'transcript-archiver';
    if (isArchiver) await storeTurns(contacts, world.s3);
    const events = isArchiver ? callEnds(contacts) : voicemails(contacts);
    let service = await world.start(point.service, SETTINGS);
    for (const event of events) service = await killOver(event, service, point, world);
    tell(`${point.service} was killed ${events.length} times at one point`);
    return isArchiver
      ? tallyArchive(contacts, world)
      : tallyWebhooks(
          world.cloud,
          events.map(({ id }) => id),
        );
  } finally {
    await world.close();
  }
}

/** @returns the service that followed the killed one */
async function killOver(
  event: DomainEvent,
  service: Consumer,
  { service: name, at, nth }: KillPoint,
  world: ConsumersWorld,
): Promise<Consumer> {
  let seen = 0;
  const end = world.cloud.disturbances.add((request) => {
    if (!at(request) || ++seen < nth) return undefined;
    service.signal('SIGKILL');
    return 'hang';
  });
  await world.publish([event]);
  await service.exited;
  end();
  const next = await world.start(name, SETTINGS);
  await world.untilDrained(name === 'transcript-archiver' ? 'transcripts' : 'notifications');
  return next;
}

/** An archive is overwritten by the same bytes, so it cannot be doubled. */
async function tallyArchive(contacts: readonly string[], { s3 }: ConsumersWorld): Promise<Tally> {
  const archived = await archiveChecksums(contacts, s3);
  const lost = contacts.filter((id) => archived.get(id) === 'missing').length;
  return { effects: contacts.length - lost, lost, doubled: 0 };
}
