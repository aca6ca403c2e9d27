import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transcriptKey, transferWebhookSchema } from '@patchbay/contracts';
import { BUCKETS } from '@patchbay/infra';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import { sleep } from '@patchbay/platform';
import { countMessages } from '../sqs/count-messages';
import type { CallReport, EndedCall, PlaceOptions } from './call-report';
import { PLACES } from './places';
import type { System } from './system';
import type { CallWatch } from './watch-call';

/** All must be there by then; a bridge that is told nothing notices a hang-up within 10 s. */
const SETTLE_LIMIT_MS = 20_000;
const LOOK_INTERVAL_MS = 50;

/** The contact attribute by which the notification service links the transcript. */
const TRANSCRIPT_ATTRIBUTE = 'patchbay_transcript';

type Call = Pick<EndedCall, 'contactId' | 'outcome'> & Pick<PlaceOptions, 'alone'>;
type Aftermath = Pick<
  CallReport,
  'transcriptUri' | 'transcriptFile' | 'notifications' | 'closedAfterMs' | 'problems'
>;

/**
 * Waits for what must follow a call: its CallEnded event, its transcript, after a transfer the
 * webhook and the link on the contact, and empty queues. What does not come is a problem, named.
 */
export async function untilSettled(
  call: Call,
  watch: CallWatch,
  system: System,
): Promise<Aftermath> {
  const startedMs = performance.now();
  const agentId = await eventually(async () => closedBy(watch));
  const closedAfterMs = agentId === undefined ? null : Math.round(performance.now() - startedMs);
  const transcript = agentId === undefined ? NOT_ARCHIVED : await archived(agentId, call, system);
  const notifications = call.outcome === 'transfer' ? await notified(call, system) : [];
  const problems = [
    ...(agentId === undefined ? ['the call was not closed'] : []),
    ...(transcript.transcriptUri === null ? ['the call was not archived'] : []),
    ...notifications
      .filter(({ status }) => status !== 'delivered')
      .map(({ channel }) => `no notification came by ${channel}`),
    ...(await leftovers(call, system)),
  ];
  await watch.settled();
  return { ...transcript, notifications, closedAfterMs, problems };
}

/** Nothing must follow a contact that the bot never took; what comes all the same is a problem. */
export async function withoutBot(call: Call, watch: CallWatch, system: System): Promise<Aftermath> {
  const problems = await leftovers(call, system);
  const events = watch.events.map(({ type }) => `the bot published ${type}`);
  return {
    ...NOT_ARCHIVED,
    notifications: [],
    closedAfterMs: null,
    problems: [...events, ...problems],
  };
}

async function leftovers({ alone }: Call, system: System): Promise<string[]> {
  const clean = !alone || (await eventually(() => areQueuesEmpty(system)));
  return [
    ...(clean ? [] : ['messages are left in queues']),
    ...system.cloud.notEmulated.map((operation) => `the local cloud lacks ${operation}`),
  ];
}

const NOT_ARCHIVED = { transcriptUri: null, transcriptFile: null };

/** The agent of a call whose end is on the bus. */
function closedBy({ events }: CallWatch): string | undefined {
  return events.find(({ type }) => type === 'CallEnded' || type === 'CallFailed')?.data.agentId;
}

/** Keeps a copy of the transcript where people can open it. */
async function archived(agentId: string, { contactId }: Call, { s3 }: System) {
  const transcripts = createS3ObjectStore({ bucket: BUCKETS.transcripts }, s3);
  const key = transcriptKey(agentId, contactId);
  const body = await eventually(() => transcripts.get(key));
  if (!body) return NOT_ARCHIVED;
  const transcriptFile = join(PLACES.calls, `${contactId}.transcript.json`);
  await writeFile(transcriptFile, body);
  return { transcriptUri: `s3://${BUCKETS.transcripts}/${key}`, transcriptFile };
}

async function notified({ contactId }: Call, { cloud, connect }: System) {
  const webhook = await eventually(async () =>
    cloud.webhooks.deliveries.find(
      ({ body }) => transferWebhookSchema.safeParse(body).data?.contactId === contactId,
    ),
  );
  const link = await eventually(
    async () => connect.directory.find(contactId)?.attributes[TRANSCRIPT_ATTRIBUTE],
  );
  const status = (came: unknown) => (came === undefined ? 'missing' : 'delivered');
  return [
    { channel: 'webhook', status: status(webhook) },
    { channel: 'contact-attributes', status: status(link) },
  ];
}

async function areQueuesEmpty({ cloud, sqs }: System): Promise<true | undefined> {
  const counts = await Promise.all(
    Object.values(cloud.queueUrls).map((queueUrl) => countMessages(sqs, queueUrl)),
  );
  return counts.every((count) => count === 0) ? true : undefined;
}

/** What `look` finds in the end, or undefined when it finds nothing in time. */
async function eventually<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  const endMs = performance.now() + SETTLE_LIMIT_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() >= endMs) return found;
    await sleep(LOOK_INTERVAL_MS);
  }
}
