import type { RenewingSession, SpeechEvent } from '@patchbay/speech';
import type { Clock } from '@patchbay/platform';
import { isBackchannel } from './conversation/backchannel';
import type { Conversation } from './conversation/conversation';
import type { HouseRules } from './house-rules';
import type { ReplyVoice } from './voice/reply-voice';
import { runTool } from './run-tool';
import type { CallTools } from './tools/call-tools';

export interface ConverseOptions {
  readonly session: RenewingSession;
  readonly conversation: Conversation;
  readonly voice: ReplyVoice;
  readonly tools: CallTools;
  readonly rules: HouseRules;
  readonly clock: Clock;
}

type Handlers = {
  [Type in SpeechEvent['type']]: (event: Extract<SpeechEvent, { type: Type }>) => void;
};

/**
 * Brings what the speech session tells into the conversation, until the session is closed.
 * @throws the session's error when it ends by one
 */
export async function converse(options: ConverseOptions): Promise<void> {
  const handlers = createHandlers(options);
  for await (const event of options.session.events) {
    (handlers[event.type] as (event: SpeechEvent) => void)(event);
  }
}

function createHandlers(options: ConverseOptions): Handlers {
  const { voice } = options;
  return {
    'caller-text': ({ text }) => hearWords(text, options),
    // The final text only repeats what the speculative one said before its sound.
    'reply-text': ({ stage, text }) => (stage === 'speculative' ? voice.text(text) : undefined),
    'reply-audio': ({ pcm }) => voice.audio(pcm),
    'reply-audio-ended': () => voice.audioEnded(),
    'reply-ended': () => voice.replyEnded(),
    interrupted: () => voice.interrupted(),
    'reply-lost': () => voice.cutOff(),
    usage: () => undefined,
    'session-renewed': () => undefined,
    'tool-use': (use) => void runTool(use, options),
  };
}

/** Words spoken over a reply end it; a sound that only says "go on" lets it go on. */
function hearWords(text: string, options: ConverseOptions): void {
  const { conversation, voice, rules, session, clock } = options;
  const interrupts = conversation.hasMoreToSay;
  if (interrupts && isBackchannel(text)) return conversation.resume();
  voice.mute(false);
  if (interrupts) voice.interrupted();
  conversation.callerSaid(text, clock.nowMs());
  rules.hear(text);
  // The model takes all that it said for heard; in a new session it knows what was.
  if (interrupts) session.reopen();
}
