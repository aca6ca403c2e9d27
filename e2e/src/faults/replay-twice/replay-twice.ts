import { ListObjectsV2Command, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { BUCKETS, deadLetterQueue, OPERATOR_RIGHTS, operatorActions } from '@patchbay/infra';
import { clientConfig, countMessages, REGION } from '@patchbay/local-cloud';
import { aBusMessage, anEvent } from '@patchbay/testing';
import { askedActions } from '../../asked-actions';
import type { Fault, FaultFigures, FaultRun } from '../fault';
import { patchbay, patchbayKilled } from './patchbay';
import { fill, untilEmpty } from './queue-traffic';
import { startReplaySystem, type ReplaySystem } from './replay-system';

/** Dead letters over both queues. */
const LETTERS = { short: 300, full: 5000 };

/** So slow that the kill finds it at work. */
const KILLED_RATE = { short: 150, full: 1000 };

/** A killed command's letters are hidden for so long; nobody wants to wait for longer here. */
const HOLD_S = 2;

const SETTLE_LIMIT_MS = 300_000;

/** What one receive brings: as many may be sent and not yet journaled when the kill comes. */
const MOST_IN_HAND = 10;

const QUEUES = ['transcripts', 'notifications'] as const;
type Queue = (typeof QUEUES)[number];

/**
 * Dead letters of two services are replayed; the command is killed half-way and started again. Then
 * the backup that it made is imported and replayed once more, to services that were restarted. In
 * the end every event has had its effect once: a webhook, or a transcript under its key.
 */
export const replayTwice: Fault = async ({ scale, tell }) => {
  const system = await startReplaySystem();
  try {
    return await replayTwiceOn(system, { scale, tell });
  } finally {
    await system.close();
  }
};

async function replayTwiceOn(system: ReplaySystem, run: FaultRun): Promise<FaultFigures> {
  const aws = clientConfig(system.cloud.endpointUrl, REGION);
  const sqs = new SQSClient(aws);
  const count = LETTERS[run.scale] / 2;
  const contactIds = Array.from({ length: count }, (_, i) => `contact-${10_000 + i}`);
  const urlOf = (name: string) => system.cloud.queueUrls[name] ?? '';
  for (const queue of QUEUES) {
    const bodies = contactIds.map((contactId) => aBusMessage(EVENT_OF[queue](contactId)));
    await fill(sqs, urlOf(deadLetterQueue(queue)), bodies);
  }
  await system.startConsumers();
  run.tell(`${2 * count} dead letters`);

  const stage = { system, sqs, count, run };
  // One after the other: whose request a disturbance meets must be certain.
  const first = [
    await replayKilled('transcripts', overDelete(stage), stage),
    await replayKilled('notifications', halfWay('notifications', stage), stage),
  ];
  await untilEmpty(sqs, QUEUES.map(urlOf), SETTLE_LIMIT_MS);
  const afterFirst = await effectsOf(system, new S3Client(aws));
  const doubleSends = {
    over_delete: arrivals(system, 'transcripts') - count,
    at_any_moment: arrivals(system, 'notifications') - count,
  };
  const allSends = () => QUEUES.reduce((sum, queue) => sum + arrivals(system, queue), 0);
  const sendsOfFirst = allSends();
  run.tell(`replayed; ${afterFirst.transcripts} transcripts, ${afterFirst.webhooks} webhooks`);

  await system.restartConsumers();
  await Promise.all(
    first.map(async ({ queue, backup }) => {
      await patchbay(system.env, 'import', backup, deadLetterQueue(queue));
      await patchbay(system.env, 'replay', queue, '--yes');
    }),
  );
  await untilEmpty(sqs, QUEUES.map(urlOf), SETTLE_LIMIT_MS);
  const effects = await effectsOf(system, new S3Client(aws));
  const replayedAgain = allSends() - sendsOfFirst;
  const leftOver = await Promise.all(
    QUEUES.map((queue) => countMessages(sqs, urlOf(deadLetterQueue(queue)))),
  );

  const asked = (await askedActions(system.cloud.endpointUrl))['operator-act'] ?? [];
  const forbidden_actions = asked.filter((action) => !ALLOWED.includes(action));

  const dead_letters_left = leftOver.reduce((sum, left) => sum + left, 0);
  const pass =
    first.every(({ killed, resumed }) => killed && resumed) &&
    [afterFirst, effects].every((each) => each.transcripts === count && each.webhooks === count) &&
    effects.doubledWebhooks === 0 &&
    replayedAgain >= 2 * count &&
    doubleSends.over_delete === 0 &&
    doubleSends.at_any_moment >= 0 &&
    doubleSends.at_any_moment <= MOST_IN_HAND &&
    dead_letters_left === 0 &&
    forbidden_actions.length === 0;
  return {
    pass,
    letters: 2 * count,
    effects: effects.transcripts + effects.webhooks,
    doubled_effects: effects.doubledWebhooks,
    sent_before_kill: first.reduce((sum, { sentBeforeKill }) => sum + sentBeforeKill, 0),
    sent_twice_by_kill: doubleSends,
    replayed_again: replayedAgain,
    dead_letters_left,
    forbidden_actions: forbidden_actions.length,
  };
}

/** What an operator may do who has both policies. */
const ALLOWED = OPERATOR_RIGHTS.flatMap(operatorActions);

const EVENT_OF = {
  transcripts: (contactId: string) => anEvent.callEnded({ contactId }),
  notifications: (contactId: string) => anEvent.transferRequested({ contactId }),
};

interface ReplayStage {
  readonly system: ReplaySystem;
  readonly sqs: SQSClient;
  readonly count: number;
  readonly run: FaultRun;
}

/** When a replay is killed. */
type KillTime = () => Promise<boolean>;

/** At whatever it does when half of the letters are gone. */
function halfWay(queue: Queue, { system, sqs, count }: ReplayStage): KillTime {
  const url = system.cloud.queueUrls[deadLetterQueue(queue)] ?? '';
  return async () => (await countMessages(sqs, url)) <= count / 2;
}

/** Half-way, over letters that are sent and journaled: their delete never arrives. */
function overDelete(stage: ReplayStage): KillTime {
  const isHalfWay = halfWay('transcripts', stage);
  let isArmed = false;
  let isAtDelete = false;
  const end = stage.system.cloud.disturbances.add(({ operation }) => {
    if (!isArmed || !operation.endsWith('.DeleteMessageBatch')) return undefined;
    isAtDelete = true;
    return 'hang';
  });
  return async () => {
    isArmed ||= await isHalfWay();
    if (isAtDelete) end();
    return isAtDelete;
  };
}

/** Replays one queue, killed half-way and started again. */
async function replayKilled(
  queue: Queue,
  isTime: KillTime,
  { system, sqs, count, run }: ReplayStage,
) {
  const url = system.cloud.queueUrls[deadLetterQueue(queue)] ?? '';
  const flags = ['replay', queue, '--yes', '--hold', String(HOLD_S)];
  const rate = ['--rate', String(KILLED_RATE[run.scale])];
  const killed = await patchbayKilled(system.env, isTime, ...flags, ...rate);
  const sentBeforeKill = count - (await countMessages(sqs, url));
  const report = await patchbay(system.env, ...flags);
  const { resumed, backup } = report;
  run.tell(`${queue}: killed after ${sentBeforeKill}, then ${JSON.stringify(report)}`);
  return { queue, killed, sentBeforeKill, resumed: resumed === true, backup: String(backup) };
}

/** Messages of the queue that have reached its service and were handled, doubles included. */
const arrivals = (system: ReplaySystem, queue: Queue) =>
  queue === 'transcripts'
    ? system.countLogged('transcript-archiver', 'transcript archived')
    : system.countLogged('notification-service', 'notified');

/** The ledger: what the outside world has got. */
async function effectsOf({ cloud }: ReplaySystem, client: S3Client) {
  const keys = new Set<string>();
  const input: ListObjectsV2Command['input'] = { Bucket: BUCKETS.transcripts };
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, input)) {
    for (const { Key = '' } of Contents) if (Key.endsWith('/metadata.json')) keys.add(Key);
  }
  const ids = cloud.webhooks.deliveries.map(({ body }) => (body as { id?: unknown }).id);
  const webhooks = new Set(ids).size;
  return { transcripts: keys.size, webhooks, doubledWebhooks: ids.length - webhooks };
}
