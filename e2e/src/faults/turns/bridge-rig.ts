import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoCallStore } from '@patchbay/call-store-dynamodb';
import { BUCKETS, CALLS_TABLE } from '@patchbay/infra';
import {
  clientConfig,
  createSecrets,
  createSpeechModel,
  REGION,
  serviceEnvironment,
  startLocalCloud,
  startService,
} from '@patchbay/local-cloud';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import { createLogger } from '@patchbay/platform';
import { createSqsSender } from '@patchbay/queue-sqs';
import { countModel } from './counted-model';
import { writePatientAgent } from './patient-agent';

export type BridgeRig = Awaited<ReturnType<typeof startBridgeRig>>;

/** Callers of these faults say nothing: the model answers each so much of their silence. */
export const UTTERANCE_MS = 960;

/** Fast enough that a fault waits for bridges, and not for a model that thinks and speaks. */
const MODEL_SPEED = 50;

/** Half a second of a tone for any text: nobody minds what these bots say by themselves. */
const TONE = Int16Array.from({ length: 4000 }, (_, i) => 4000 * Math.sin(i / 4));
const TONE_VOICE = { speak: async () => TONE.slice(), close: async () => undefined };

/** Connect's side of a contact is not looked at here. */
const NO_CONTACTS = {
  find: () => undefined,
  setAttributes: () => undefined,
  stop: () => undefined,
};

/**
 * The local cloud with a scripted speech model, and bridges as processes of their own, which are
 * started and ended one by one. What a contact flow would do is left to the fault.
 */
export async function startBridgeRig() {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-'));
  const agentsDir = writePatientAgent(folder);
  const model = await createSpeechModel({
    kind: 'scripted',
    agentsDir,
    synthesiser: TONE_VOICE,
    replyEveryMs: UTTERANCE_MS,
    speed: MODEL_SPEED,
  });
  const counted = countModel(model);
  const secrets = createSecrets();
  const cloud = await startLocalCloud({
    port: 0,
    region: REGION,
    synthesiser: TONE_VOICE,
    speechModel: counted,
    contacts: NO_CONTACTS,
    kinesisVideo: { delayMs: 0, delivery: 'frames' },
    webhookKeys: [secrets.webhookKey],
    logger: createLogger('local-cloud', { level: 'silent' }),
  });
  const aws = clientConfig(cloud.endpointUrl, REGION);
  const env: Record<string, string> = {
    ...serviceEnvironment(cloud, secrets, 'info'),
    AGENTS_DIR: agentsDir,
  };
  const s3 = new S3Client(aws);
  let bridges = 0;
  return {
    cloud,
    env,
    s3,
    folder,
    voice: TONE_VOICE,
    key: secrets.bridgeKey,
    counts: counted.counts,
    calls: createDynamoCallStore({ tableName: CALLS_TABLE.name }, new DynamoDBClient(aws)),
    callQueue: createSqsSender({ queueUrl: env['CALLS_QUEUE_URL'] ?? '' }, new SQSClient(aws)),
    transcripts: createS3ObjectStore({ bucket: BUCKETS.transcripts }, s3),
    /** @param extra settings of this bridge alone */
    async startBridge(extra: Readonly<Record<string, string>> = {}) {
      const logFile = join(folder, `audio-bridge-${(bridges += 1)}.log`);
      const script = join(process.cwd(), 'dist', 'apps', 'audio-bridge', 'main.mjs');
      const bridge = await startService({
        name: 'audio-bridge',
        script,
        env: { ...env, BRIDGE_MAX_CALLS: '64', ...extra },
        logFile,
      });
      return {
        stop: () => bridge.stop(),
        signal: bridge.signal,
        log: () => readFileSync(logFile, 'utf8'),
      };
    },
    async close() {
      await cloud.close();
      await model.close();
    },
  };
}
