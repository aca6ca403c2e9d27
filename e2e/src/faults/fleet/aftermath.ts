import {
  storedTurnSchema,
  transcriptKey,
  transcriptSchema,
  webhookSchema,
} from '@patchbay/contracts';
import { BUCKETS } from '@patchbay/infra';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import { countMessages, type System } from '@patchbay/local-cloud';
import { sleep } from '@patchbay/platform';
import { distinctEvents, type CallAccount } from './call-account';

const LOOK_INTERVAL_MS = 100;

/** What is left once all calls are over, or what is still missing after `limitMs`. */
export interface Aftermath {
  /** Messages in any queue, by queue, where there are some. */
  readonly messagesLeft: Readonly<Record<string, number>>;
  /** From the end of the contact to its last event on the bus; undefined where none came. */
  readonly closedAfterMs: ReadonlyMap<string, number>;
}

/** Waits until every call is closed and every queue is empty, then reads what calls left on S3. */
export async function untilSettled(
  accounts: readonly CallAccount[],
  system: System,
  limitMs: number,
): Promise<Aftermath> {
  const endMs = performance.now() + limitMs;
  let messagesLeft = await countByQueue(system);
  const isSettled = () => accounts.every(isClosed) && Object.keys(messagesLeft).length === 0;
  while (!isSettled() && performance.now() < endMs) {
    await sleep(LOOK_INTERVAL_MS);
    messagesLeft = await countByQueue(system);
  }
  await Promise.all(accounts.map((account) => readLeavings(account, system)));
  return { messagesLeft, closedAfterMs: new Map(accounts.flatMap(closedAfter)) };
}

const CLOSING = ['CallEnded', 'CallFailed'];

const isClosed = ({ events }: CallAccount) =>
  events.some(({ event }) => CLOSING.includes(event.type));

function closedAfter({ contactId, events, progress }: CallAccount): [string, number][] {
  const closed = events.find(({ event }) => CLOSING.includes(event.type));
  const ended = progress.find(({ type }) => type === 'ended');
  return closed && ended ? [[contactId, Math.max(0, closed.seenMs - ended.seenMs)]] : [];
}

async function countByQueue({ cloud, sqs }: System): Promise<Record<string, number>> {
  const counts = await Promise.all(
    Object.entries(cloud.queueUrls).map(
      async ([name, queueUrl]) => [name, await countMessages(sqs, queueUrl)] as const,
    ),
  );
  return Object.fromEntries(counts.filter(([, count]) => Number(count) > 0));
}

async function readLeavings(account: CallAccount, { s3, cloud }: System): Promise<void> {
  const transcripts = createS3ObjectStore({ bucket: BUCKETS.transcripts }, s3);
  const read = async (key: string) => {
    const body = await transcripts.get(key);
    return body && JSON.parse(Buffer.from(body).toString());
  };
  const events = distinctEvents(account);
  account.turns.length = 0;
  for (const event of events) {
    if (event.type !== 'TurnCompleted') continue;
    const turn = storedTurnSchema.safeParse(await read(event.data.turnKey)).data;
    if (turn) account.turns.push(turn);
  }
  account.turns.sort((a, b) => a.sequence - b.sequence);
  const agentId = events[0]?.data.agentId ?? '';
  const transcript = transcriptSchema.safeParse(
    await read(transcriptKey(agentId, account.contactId)),
  ).data;
  const archived = new Set(transcript?.entries.map(({ sequence }) => sequence));
  account.transcriptMatches =
    transcript !== undefined &&
    account.turns.filter(hasWords).every(({ sequence }) => archived.has(sequence)) &&
    archived.size === account.turns.filter(hasWords).length;
  account.webhooks.splice(
    0,
    Infinity,
    ...cloud.webhooks.deliveries
      .map(({ body }) => webhookSchema.safeParse(body).data)
      .filter((body) => body?.contactId === account.contactId)
      .map((body) => body?.id ?? ''),
  );
}

const hasWords = ({ caller, bot }: CallAccount['turns'][number]) =>
  (caller?.text ?? '') !== '' || bot.text !== '';
