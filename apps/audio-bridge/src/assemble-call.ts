import { TELEPHONE_RATE_HZ } from '@patchbay/audio';
import type { CallRecord } from '@patchbay/call';
import { errorName } from '@patchbay/platform';
import { renderPhrase, type RenewingSession } from '@patchbay/speech';
import type { BridgeDependencies } from './bridge-dependencies';
import { Checkpoint } from './checkpoint';
import type { StoredPart } from './conversation/turn';
import { backlogMs, understoodBefore } from './hearing/hearing-start';
import { UnderstoodUntil } from './hearing/understood-until';
import { HouseRules } from './house-rules';
import { Keypad, type AskKeys } from './keypad';
import { Line } from './line';
import { openTalkRider } from './open-talk-rider';
import { recallTalk } from './recall-talk';
import { Signal } from './signal';
import { MODEL_INPUT_RATE_HZ, speechOptions } from './speech-options';
import { createCallTools } from './tools/create-call-tools';
import { TurnArchive } from './turn-archive';
import { TurnExchange } from './turn-exchange';
import { chooseVoice } from './voice/choose-voice';

export type AssembledCall = Awaited<ReturnType<typeof assembleCall>>;

/** A call whose caller and model talk. */
export interface LiveCall extends AssembledCall {
  readonly session: RenewingSession;
}

/** Puts together everything that one call needs; its speech session is still to be opened. */
export async function assembleCall(record: CallRecord, bridge: BridgeDependencies) {
  const { clock, prompts } = bridge;
  const agent = await bridge.agents.byId(record.agentId);
  const style = { ...agent.phraseVoice, language: agent.language };
  const render = (text: string) => renderPhrase({ text, style, voice: bridge.voice, prompts });
  const [greeting, recalled] = await Promise.all([
    // Once an answer was given the greeting is over, and a call that is taken over is in a hurry.
    record.lastAnswer ? undefined : render(agent.greeting),
    recallTalk(record, agent, bridge),
  ]);

  const changed = new Signal();
  const { conversation } = recalled;
  const checkpoint = new Checkpoint(record, bridge);
  // The first owner finds the greeting playing; a later one comes into a talk under way.
  if (recalled.isNew && greeting) {
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
    playingMs: playingMs(record, greeting?.durationMs),
  });
  const voice = chooseVoice({ agent, record, conversation, changed, bridge });
  const say = async (text: string, collect?: StoredPart['collect']) => {
    const { key: audioKey, durationMs } = await render(text);
    const part = { audioKey, durationMs, ...(collect && { collect }) };
    conversation.say(text, part, clock.nowMs());
    changed.fire();
  };
  // A question that an owner before has asked needs no asking again.
  let isAsked = conversation.isAskingKeys;
  const askKeys: AskKeys = async ({ say: question, maxDigits, timeoutS }) => {
    const keys = keypad.keys();
    if (!isAsked) await say(question, { maxDigits, timeoutS });
    isAsked = false;
    return keys;
  };
  const rules = new HouseRules({
    agent,
    conversation,
    say,
    onUnspoken: (error) => {
      const { contactId } = record;
      bridge.logger.warn('A phrase was not spoken', { contactId, errorName: errorName(error) });
    },
    muteModel: () => voice.mute(true),
    clock,
    startedAtMs: record.startedAtMs,
    isFirstFillerGiven: record.ownerSilence !== undefined,
    counts: recalled.rules,
  });
  const archive = new TurnArchive({
    checkpoint,
    transcripts: bridge.transcripts,
    history: bridge.history,
    clock,
    keepWords: agent.transcription,
  });
  const understood = new UnderstoodUntil(understoodBefore(record));
  checkpoint.carry(openTalkRider({ conversation, archive, rules, understood }));
  return {
    changed,
    conversation,
    checkpoint,
    turns,
    voice,
    keypad,
    rules,
    archive,
    recalled,
    understood,
    tools: createCallTools({ agent, checkpoint, conversation, askKeys, bridge }),
    ears: { overBot: bridge.voiceActivity(), alone: bridge.voiceActivity() },
    line: new Line(clock, changed, record.disconnectedAtMs !== undefined),
    callerResampler: bridge.resamplers(TELEPHONE_RATE_HZ, MODEL_INPUT_RATE_HZ),
    openSession: () =>
      bridge.engine.open(
        speechOptions(agent, {
          contactId: record.contactId,
          region: bridge.speechRegion,
          recall: () => conversation.recall(),
          backlogMs: backlogMs(checkpoint.record, clock.nowMs()),
          nowMs: clock.nowMs(),
        }),
      ),
  };
}

/** How long the flow may still be playing: what it was given last, or else the greeting. */
function playingMs({ lastAnswer }: CallRecord, greetingMs = 0): number {
  if (!lastAnswer) return greetingMs;
  return 'durationMs' in lastAnswer ? lastAnswer.durationMs : 0;
}
