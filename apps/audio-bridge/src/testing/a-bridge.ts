import type { CallRecord } from '@patchbay/call';
import { createRenewingEngine } from '@patchbay/speech';
import {
  anAgent,
  createMemoryCallHistory,
  createMemoryCallStore,
  createMemoryEventBus,
  createMemoryObjectStore,
  createRecordingLogger,
  createScriptedSpeech,
} from '@patchbay/testing';
import type { Clock } from '@patchbay/platform';
import type { BridgeDependencies } from '../bridge-dependencies';

/** A bridge whose every arrow ends in a fake that shows what it got; its callers are silent. */
export function aBridge(clock: Clock, ...records: readonly CallRecord[]) {
  const calls = createMemoryCallStore(...records);
  const bus = createMemoryEventBus();
  const transcripts = createMemoryObjectStore();
  const prompts = createMemoryObjectStore();
  const logger = createRecordingLogger();
  const speech = createScriptedSpeech();
  const toolRuns: unknown[] = [];
  const runner = { run: async (call: unknown) => void toolRuns.push(call) };
  const agent = anAgent();
  const bridge: BridgeDependencies = {
    agents: { byId: async () => agent, byDialledNumber: async () => agent },
    toolRunners: { https: runner, lambda: runner },
    knowledge: () => ({ search: () => [] }),
    calls,
    history: createMemoryCallHistory(),
    bus,
    transcripts,
    prompts,
    promptUrl: (key) => `https://prompts.s3.us-east-1.amazonaws.com/${key}`,
    voice: { speak: async () => new Int16Array(8000) },
    engine: createRenewingEngine({ engineIn: () => speech, logger }),
    speechRegion: 'us-east-1',
    resamplers: () => ({
      push: (pcm) => pcm,
      flush: () => new Int16Array(0),
      close: () => undefined,
    }),
    voiceActivity: () => ({ isSpeech: () => false, close: () => undefined }),
    callerAudio: (_, { timestampMs }, signal) => silence(timestampMs, signal),
    clock,
    logger,
  };
  return { bridge, calls, bus, transcripts, prompts, logger, speech, toolRuns };
}

async function* silence(timestampMs: number, signal: AbortSignal) {
  const pcm = new Int16Array(800);
  yield [{ pcm, producerTimestampMs: timestampMs, fragmentNumber: '91' }];
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
