import type { AgentDefinition } from '@patchbay/agent';
import { untilDone } from '@patchbay/platform';
import type { BridgeDependencies } from '../bridge-dependencies';
import type { Checkpoint } from '../checkpoint';
import type { Conversation } from '../conversation/conversation';
import type { AskKeys } from '../keypad';
import { createBuiltInRunner } from './built-in/built-in-runner';
import { closeVoicemail } from './built-in/take-voicemail';
import { CallTools } from './call-tools';

/** A caller's message is not given up while its store is away. */
const STORE_BACKOFF = { baseMs: 100, capMs: 5000 };

export interface CallToolsContext {
  readonly agent: AgentDefinition;
  readonly checkpoint: Checkpoint;
  readonly conversation: Conversation;
  readonly askKeys: AskKeys;
  readonly bridge: BridgeDependencies;
}

/** The tools of one call: the bridge's own, and those of services that all calls share. */
export function createCallTools(call: CallToolsContext) {
  const { agent, checkpoint, conversation, askKeys, bridge } = call;
  const { clock, logger, transcripts: requests } = bridge;
  const context = {
    agent,
    conversation,
    checkpoint,
    requests,
    knowledge: bridge.knowledge(agent),
    askKeys,
    clock,
    logger,
  };
  return new CallTools({
    contactId: checkpoint.record.contactId,
    agent,
    runners: { 'built-in': createBuiltInRunner(context), ...bridge.toolRunners },
    conversation,
    checkpoint,
    askKeys,
    finish: () => untilDone(() => closeVoicemail(context), STORE_BACKOFF).then(() => undefined),
    clock,
    logger,
  });
}
