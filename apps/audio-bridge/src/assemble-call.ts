import { TELEPHONE_RATE_HZ } from '@patchbay/audio';
import type { CallRecord } from '@patchbay/call';
import { renderPhrase } from '@patchbay/speech';
import type { BridgeDependencies } from './bridge-dependencies';
import { Checkpoint } from './checkpoint';
import { Conversation } from './conversation/conversation';
import type { StoredPart } from './conversation/turn';
import { HouseRules } from './house-rules';
import { Keypad, type AskKeys } from './keypad';
import { Line } from './line';
import { Signal } from './signal';
import { MODEL_INPUT_RATE_HZ, speechOptions } from './speech-options';
import { createCallTools } from './tools/create-call-tools';
import { TurnArchive } from './turn-archive';
import { TurnExchange } from './turn-exchange';
import { chooseVoice } from './voice/choose-voice';

export type LiveCall = Awaited<ReturnType<typeof assembleCall>>;

/** Puts together everything that one call needs, and opens its speech session. */
export async function assembleCall(record: CallRecord, bridge: BridgeDependencies) {
  const { clock, prompts } = bridge;
  const agent = await bridge.agents.byId(record.agentId);
  const style = { ...agent.phraseVoice, language: agent.language };
  const render = (text: string) => renderPhrase({ text, style, voice: bridge.voice, prompts });
  const greeting = await render(agent.greeting);

  const changed = new Signal();
  const conversation = new Conversation();
  const checkpoint = new Checkpoint(record, bridge);
  // The first owner finds the greeting playing; a later one comes into a talk under way.
  if (record.cursor === 0) {
    const part = { audioKey: greeting.key, durationMs: greeting.durationMs };
    conversation.opened(agent.greeting, part, clock.nowMs());
  }
  const keypad = new Keypad();
  const turns = new TurnExchange({
    checkpoint,
    conversation,
    keypad,
    changed,
    clock,
    promptUrl: bridge.promptUrl,
    transfer: agent.transfer,
    greetingMs: greeting.durationMs,
  });
  const voice = chooseVoice({ agent, record, conversation, changed, bridge });
  const say = async (text: string, collect?: StoredPart['collect']) => {
    const { key: audioKey, durationMs } = await render(text);
    const part = { audioKey, durationMs, ...(collect && { collect }) };
    conversation.say(text, part, clock.nowMs());
    changed.fire();
  };
  const askKeys: AskKeys = async ({ say: question, maxDigits, timeoutS }) => {
    const keys = keypad.keys();
    await say(question, { maxDigits, timeoutS });
    return keys;
  };
  const rules = new HouseRules({
    agent,
    conversation,
    say,
    muteModel: () => voice.mute(true),
    clock,
    startedAtMs: record.startedAtMs,
  });
  return {
    changed,
    conversation,
    checkpoint,
    turns,
    voice,
    keypad,
    rules,
    archive: new TurnArchive({
      checkpoint,
      transcripts: bridge.transcripts,
      clock,
      keepWords: agent.transcription,
    }),
    tools: createCallTools({ agent, checkpoint, conversation, askKeys, bridge }),
    ears: { overBot: bridge.voiceActivity(), alone: bridge.voiceActivity() },
    line: new Line(clock, changed, record.disconnectedAtMs !== undefined),
    callerResampler: bridge.resamplers(TELEPHONE_RATE_HZ, MODEL_INPUT_RATE_HZ),
    session: bridge.engine.open(
      speechOptions(agent, {
        contactId: record.contactId,
        region: bridge.speechRegion,
        history: () => conversation.history(),
        nowMs: clock.nowMs(),
      }),
    ),
  };
}
