import type { AgentCatalog, AgentDefinition, KnowledgeIndex, ToolRunners } from '@patchbay/agent';
import type { ResamplerFactory, VoiceActivityFactory } from '@patchbay/audio';
import type { CallHistory, CallRecord, CallStore } from '@patchbay/call';
import type { EventBus } from '@patchbay/messaging';
import type { Clock, Logger, ObjectStore } from '@patchbay/platform';
import type { RenewingEngine, Voice } from '@patchbay/speech';
import type { CallerAudio } from './hearing/hear-caller';
import type { HearingStart } from './hearing/hearing-start';

/** What a bridge needs to carry calls. */
export interface BridgeDependencies {
  readonly agents: AgentCatalog;
  /** Runners of the tools that are services of others. */
  readonly toolRunners: Omit<ToolRunners, 'built-in'>;
  readonly knowledge: (agent: AgentDefinition) => KnowledgeIndex;
  readonly calls: CallStore;
  readonly history: CallHistory;
  readonly bus: EventBus;
  readonly transcripts: ObjectStore;
  readonly prompts: ObjectStore;
  /** The object URL of a prompt, as Connect plays it. */
  readonly promptUrl: (audioKey: string) => string;
  /** For phrases that are known ahead. */
  readonly voice: Voice;
  readonly engine: RenewingEngine;
  /** Where the speech model is, for agents that do not say. */
  readonly speechRegion: string;
  readonly resamplers: ResamplerFactory;
  readonly voiceActivity: VoiceActivityFactory;
  /** The caller's side of the record's media stream from `start` on, until the contact's media ends. */
  readonly callerAudio: (
    record: CallRecord,
    start: HearingStart,
    signal: AbortSignal,
  ) => AsyncIterable<readonly CallerAudio[]>;
  readonly clock: Clock;
  readonly logger: Logger;
}
