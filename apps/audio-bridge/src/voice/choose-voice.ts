import type { AgentDefinition } from '@patchbay/agent';
import { TELEPHONE_RATE_HZ } from '@patchbay/audio';
import type { CallRecord } from '@patchbay/call';
import { partKey, sentenceKey } from '@patchbay/contracts';
import { speakCached } from '@patchbay/speech';
import type { BridgeDependencies } from '../bridge-dependencies';
import type { Conversation } from '../conversation/conversation';
import type { Signal } from '../signal';
import { MODEL_OUTPUT_RATE_HZ } from '../speech-options';
import { ModelVoice } from './model-voice';
import { ReplyParts } from './reply-parts';
import type { ReplyVoice } from './reply-voice';
import { TextVoice } from './text-voice';

export interface VoiceChoice {
  readonly agent: AgentDefinition;
  readonly record: CallRecord;
  readonly conversation: Conversation;
  readonly changed: Signal;
  readonly bridge: BridgeDependencies;
}

type Make = (parts: ReplyParts, choice: VoiceChoice) => ReplyVoice;

const VOICES: Readonly<Record<AgentDefinition['voiceOutput'], Make>> = {
  model: (parts, { bridge }) =>
    new ModelVoice({
      parts,
      sampleRateHz: MODEL_OUTPUT_RATE_HZ,
      resampler: bridge.resamplers(MODEL_OUTPUT_RATE_HZ, TELEPHONE_RATE_HZ),
    }),
  polly: (parts, { agent, bridge }) =>
    new TextVoice({
      parts,
      speak: (text) =>
        speakCached({
          text,
          style: { ...agent.phraseVoice, language: agent.language },
          voice: bridge.voice,
          cache: bridge.prompts,
          cacheKey: (digest) => sentenceKey(agent.agentId, digest),
        }),
    }),
};

/** The voice that the agent's setting asks for. */
export function chooseVoice(choice: VoiceChoice): ReplyVoice {
  const { agent, record, conversation, changed, bridge } = choice;
  const { agentId, contactId, epoch } = record;
  const parts = new ReplyParts({
    contactId,
    conversation,
    changed,
    prompts: bridge.prompts,
    partKey: (part) => partKey(agentId, contactId, epoch, part),
    clock: bridge.clock,
    logger: bridge.logger,
  });
  return VOICES[agent.voiceOutput](parts, choice);
}
