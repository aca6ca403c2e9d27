import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { aBusMessage, anEvent } from '@patchbay/testing';
import type { Benchmark } from '../benchmark';
import { startBroker, type Broker } from './broker-process';
import { buildPatchbay, runPatchbay } from './patchbay-process';
import { fill, moveBare, purge } from './queues';

/** Enough that the second for which a replay waits for the last letter hardly counts. */
const MESSAGES = 10_000;
const GROUPED = 10_000;
const WARM_UP_ROUNDS = 1;
const ROUNDS = 5;

const DEAD = 'transcripts-dlq';
const SOURCE = 'transcripts';

/**
 * How fast `patchbay dlq replay` moves dead letters, against the broker's own speed for the same
 * batches; and what grouping a whole queue costs, the failure log asked for every letter.
 */
export const replayBenchmark: Benchmark = async () => {
  await buildPatchbay();
  const broker = await startBroker();
  try {
    const { replay, bare } = await measureReplay(broker);
    const grouped = await measureGroups(broker);
    const figures = {
      messages: MESSAGES,
      messages_per_s: Math.round(replay),
      broker_batch_per_s: Math.round(bare),
      ratio: Math.round((replay / bare) * 100) / 100,
      grouped,
    };
    const { messages_per_s, broker_batch_per_s, ratio } = figures;
    return { figures, table: { replay: { messages_per_s, broker_batch_per_s, ratio }, grouped } };
  } finally {
    await broker.stop();
  }
};

const bodyOf = (index: number) =>
  aBusMessage(anEvent.callEnded({ contactId: `contact-${10_000 + index}` }));

async function measureReplay(broker: Broker) {
  const { sqs, urlOf, env } = clientsOf(broker);
  const rates: { replay: number[]; bare: number[] } = { replay: [], bare: [] };
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    await fill(sqs, urlOf(DEAD), MESSAGES, bodyOf);
    const bare = await moveBare(sqs, urlOf(DEAD), urlOf(SOURCE));
    await purge(sqs, urlOf(SOURCE));
    await fill(sqs, urlOf(DEAD), MESSAGES, bodyOf);
    const { result } = await runPatchbay(env, 'replay', SOURCE, '--yes');
    await purge(sqs, urlOf(SOURCE));
    if (result['replayed'] !== MESSAGES) throw new Error(JSON.stringify(result));
    if (round < WARM_UP_ROUNDS) continue;
    rates.bare.push(bare);
    rates.replay.push(MESSAGES / Number(result['seconds']));
  }
  return { replay: median(rates.replay), bare: median(rates.bare) };
}

async function measureGroups(broker: Broker) {
  const { sqs, urlOf, env } = clientsOf(broker);
  await fill(sqs, urlOf(DEAD), GROUPED, bodyOf);
  const { result, seconds, rssMb } = await runPatchbay(env, 'groups', SOURCE);
  const [group] = result['groups'] as { count: number }[];
  return { messages: group?.count ?? 0, seconds: round1(seconds), rss_mb: Math.round(rssMb) };
}

function clientsOf({ env, queueUrls }: Broker) {
  const sqs = new SQSClient({
    endpoint: env['AWS_ENDPOINT_URL'] ?? '',
    region: env['AWS_REGION'] ?? '',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const stateDir = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
  return {
    sqs,
    urlOf: (queue: string) => queueUrls[queue] ?? '',
    env: { ...env, PATCHBAY_STATE_DIR: stateDir },
  };
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const round1 = (value: number) => Math.round(value * 10) / 10;
