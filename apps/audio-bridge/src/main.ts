import { openCatalog, type AgentCatalog } from '@patchbay/agent';
import { createFolderSource } from '@patchbay/agent-catalog-folder';
import { createS3Source, isS3Url } from '@patchbay/agent-catalog-s3';
import { createDynamoCallHistory, createDynamoCallStore } from '@patchbay/call-store-dynamodb';
import { objectUrl } from '@patchbay/contracts';
import { createEventBridgeBus } from '@patchbay/event-bus-eventbridge';
import { createDynamoFailureLog } from '@patchbay/failure-log-dynamodb';
import { createKinesisVideoMediaSource } from '@patchbay/media-source-kinesis-video';
import { miniSearchKnowledge } from '@patchbay/knowledge-minisearch';
import { readCallAudio } from '@patchbay/media-stream';
import { createS3ObjectStore } from '@patchbay/object-store-s3';
import {
  createLogger,
  EventLoopShare,
  runService,
  systemClock,
  type Logger,
} from '@patchbay/platform';
import {
  createSqsDeadLetterSender,
  createSqsLeaseQueue,
  createSqsSender,
} from '@patchbay/queue-sqs';
import { speexResamplerFactory } from '@patchbay/resampler-speex';
import { createRenewingEngine } from '@patchbay/speech';
import { novaSonicIn } from '@patchbay/speech-nova-sonic';
import { createEcsTaskProtection } from '@patchbay/task-protection-ecs';
import { createHttpsToolRunner } from '@patchbay/tool-https';
import { createLambdaToolRunner } from '@patchbay/tool-lambda';
import { fvadVoiceActivityFactory } from '@patchbay/voice-activity-fvad';
import { createPollyVoice } from '@patchbay/voice-polly';
import type { BridgeDependencies } from './bridge-dependencies';
import { readConfig, type BridgeConfig } from './config';
import { Drain } from './drain';
import { Heartbeat } from './heartbeat';
import { HeldCalls } from './held-calls';
import { createAskOwner } from './http/ask-owner';
import { createBridgeCertificate } from './http/bridge-certificate';
import { openDoors } from './http/open-doors';
import { createTurnServer, type CarriedCall } from './http/turn-server';
import { ScaleInProtection } from './scale-in-protection';
import { serveCalls } from './serve-calls';
import { StandAside } from './stand-aside';

/** A new version of an agent takes calls within seconds; looking costs a listing. */
const AGENTS_REFRESH_INTERVAL_MS = 5000;

await runService(async () => {
  const config = readConfig();
  const logger = createLogger('audio-bridge', { level: config.LOG_LEVEL });
  const { AGENTS_DIR: place } = config;
  const source = isS3Url(place) ? createS3Source(place) : createFolderSource(place);
  const agents = await openCatalog(source, logger);
  const bridge = await connectToAws(config, agents, logger);
  const live = new Map<string, CarriedCall>();
  const held = new HeldCalls();
  const stopping = new AbortController();
  const identity = await createBridgeCertificate(config.BRIDGE_ADDRESS);
  const server = createTurnServer({
    ...identity,
    calls: live,
    held,
    stopping: stopping.signal,
    keys: config.BRIDGE_KEYS,
    clock: bridge.clock,
    logger,
  });
  const doors = await openDoors(server, { host: config.BRIDGE_ADDRESS, port: config.BRIDGE_PORT });
  const { port } = doors;
  const url = `https://${config.BRIDGE_ADDRESS}:${port}`;

  const served = serveCalls({
    ...onQueue(config, bridge),
    bridge,
    owner: { url, certificate: identity.certificate },
    askOwner: createAskOwner(config.BRIDGE_KEYS, bridge.clock),
    held,
    live,
    maxCalls: config.BRIDGE_MAX_CALLS,
    standAside: new StandAside(url, bridge.clock),
    drain: new Drain(stopping.signal, config.BRIDGE_DRAIN_LIMIT_S * 1000, bridge.clock),
  });
  const protection = new ScaleInProtection({
    protection: createEcsTaskProtection({ agentUri: config.ECS_AGENT_URI }),
    callCount: () => held.claimedCount,
    stopping: stopping.signal,
    clock: bridge.clock,
    logger,
  });
  const watched = agents.keepFresh(AGENTS_REFRESH_INTERVAL_MS, stopping.signal);
  logger.info('ready', { port });
  return {
    async stop() {
      stopping.abort();
      await Promise.all([served, watched]);
      protection.close();
      await doors.close();
    },
  };
});

/** How calls come, are held and are set aside, on AWS. */
function onQueue(config: BridgeConfig, { clock, logger }: BridgeDependencies) {
  const queueUrl = config.CALLS_QUEUE_URL;
  const queue = createSqsLeaseQueue({ queueUrl });
  return {
    queue,
    heartbeat: new Heartbeat({ queue, sender: createSqsSender({ queueUrl }), clock, logger }),
    setAside: {
      deadLetters: createSqsDeadLetterSender({ queueUrl: config.CALLS_DLQ_URL }),
      failures: createDynamoFailureLog({ tableName: config.FAILURES_TABLE }),
      clock,
      logger,
    },
  };
}

/** Everything that a call needs, on AWS. */
async function connectToAws(
  config: BridgeConfig,
  agents: AgentCatalog,
  logger: Logger,
): Promise<BridgeDependencies> {
  const source = createKinesisVideoMediaSource({ maxCalls: config.BRIDGE_MAX_CALLS });
  const share = new EventLoopShare();
  return {
    agents,
    toolRunners: {
      https: createHttpsToolRunner({ keys: config.TOOL_KEYS, clock: systemClock }),
      lambda: createLambdaToolRunner(),
    },
    knowledge: miniSearchKnowledge,
    calls: createDynamoCallStore({ tableName: config.CALLS_TABLE }),
    history: createDynamoCallHistory({ tableName: config.CALLS_TABLE }),
    bus: createEventBridgeBus({ busName: config.EVENT_BUS }),
    transcripts: createS3ObjectStore({ bucket: config.TRANSCRIPTS_BUCKET }),
    prompts: createS3ObjectStore({ bucket: config.PROMPTS_BUCKET }),
    promptUrl: (key) => objectUrl(config.PROMPTS_BUCKET, config.AWS_REGION, key),
    voice: createPollyVoice(),
    engine: createRenewingEngine({
      engineIn: novaSonicIn(),
      logger,
      settings: { renewAfterMs: config.SPEECH_RENEW_AFTER_S * 1000 },
    }),
    speechRegion: config.SPEECH_REGION,
    resamplers: await speexResamplerFactory(),
    voiceActivity: await fvadVoiceActivityFactory(),
    callerAudio: ({ contactId, media }, start, signal) =>
      share.inSlices(
        readCallAudio({
          source,
          streamArn: media?.streamArn ?? '',
          contactId,
          start,
          demuxer: config.DEMUXER,
          signal,
        }),
      ),
    clock: systemClock,
    logger,
  };
}
