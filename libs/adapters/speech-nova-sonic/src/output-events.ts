import type { SpeechEvent } from '@patchbay/speech';
import { SpeechProtocolError } from './errors';
import { envelopeSchema, outputSchemas, type Output, type OutputName } from './output-schemas';
import { ReplyBoundaries } from './reply-boundaries';

interface Content {
  readonly type: Output<'contentStart'>['type'];
  readonly role: Output<'contentStart'>['role'];
  readonly stage: 'speculative' | 'final';
  /** The caller spoke over it: what still comes of it is not for anybody's ears. */
  isVoid: boolean;
}

type Readers = { [Name in OutputName]: (event: Output<Name>) => SpeechEvent[] };

/** Reads Nova Sonic's output events, in order. Events that it does not know are let pass. */
export class OutputReader {
  readonly #contents = new Map<string, Content>();
  readonly #reply = new ReplyBoundaries();

  /** @throws SpeechProtocolError when the bytes are not an event of the protocol, or come out of order */
  read(bytes: Uint8Array): SpeechEvent[] {
    try {
      const { event } = envelopeSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
      return Object.entries(event).flatMap(([name, body]) => this.#readOne(name, body));
    } catch (cause) {
      throw new SpeechProtocolError(cause);
    }
  }

  #readOne(name: string, body: unknown): SpeechEvent[] {
    if (!isOutputName(name)) return [];
    const event = outputSchemas[name].parse(body);
    return (this.#readers[name] as (event: unknown) => SpeechEvent[])(event);
  }

  readonly #readers: Readers = {
    completionStart: () => [],
    usageEvent: ({ details }) => (details ? [{ type: 'usage', ...details.delta }] : []),
    contentStart: (start) => this.#start(start),
    textOutput: ({ contentId, content }) => this.#text(this.#contentOf(contentId), content),
    audioOutput: ({ contentId, content }) =>
      this.#contentOf(contentId).isVoid ? [] : [{ type: 'reply-audio', pcm: toPcm(content) }],
    toolUse: ({ toolUseId, toolName, content }) => [
      { type: 'tool-use', toolUseId, name: toolName, input: content },
    ],
    contentEnd: ({ contentId, stopReason }) => this.#end(contentId, stopReason),
    completionEnd: () => [],
  };

  #start({ contentId, type, role, additionalModelFields }: Output<'contentStart'>): SpeechEvent[] {
    const stage = additionalModelFields?.includes('SPECULATIVE') ? 'speculative' : 'final';
    this.#contents.set(contentId, { type, role, stage, isVoid: false });
    if (role === 'USER') return endedIf(this.#reply.callerSpoke());
    if (role !== 'ASSISTANT') return [];
    if (type === 'AUDIO') this.#reply.soundBegan();
    else if (stage === 'speculative') return endedIf(this.#reply.plannedTextBegan());
    return [];
  }

  #text({ role, stage, isVoid }: Content, text: string): SpeechEvent[] {
    if (isInterruption(text)) return this.#interrupted();
    if (role === 'USER') return [{ type: 'caller-text', text }];
    return role === 'ASSISTANT' && !isVoid ? [{ type: 'reply-text', stage, text }] : [];
  }

  #end(contentId: string, stopReason: string | undefined): SpeechEvent[] {
    const content = this.#contentOf(contentId);
    this.#contents.delete(contentId);
    if (content.isVoid || content.role !== 'ASSISTANT') return [];
    if (stopReason === 'INTERRUPTED') return this.#interrupted();
    return this.#ended(content, stopReason === 'END_TURN');
  }

  #ended({ type, stage }: Content, isEndOfTurn: boolean): SpeechEvent[] {
    if (type === 'AUDIO') {
      return [{ type: 'reply-audio-ended' }, ...endedIf(this.#reply.soundEnded(isEndOfTurn))];
    }
    return stage === 'final' ? endedIf(this.#reply.finalTextEnded(isEndOfTurn)) : [];
  }

  #interrupted(): SpeechEvent[] {
    for (const content of this.#contents.values()) {
      const isSpoken = content.type === 'TEXT' && content.stage === 'final';
      content.isVoid ||= content.role === 'ASSISTANT' && !isSpoken;
    }
    return this.#reply.interrupted() ? [{ type: 'interrupted' }] : [];
  }

  #contentOf(contentId: string): Content {
    const content = this.#contents.get(contentId);
    if (!content) throw new Error('An event came for a content that is not open.');
    return content;
  }
}

const endedIf = (over: boolean): SpeechEvent[] => (over ? [{ type: 'reply-ended' }] : []);

function isOutputName(name: string): name is OutputName {
  return Object.hasOwn(outputSchemas, name);
}

/** The model tells of a barge-in also by this text in place of speech; it must not be spoken. */
function isInterruption(text: string): boolean {
  return /^\s*\{\s*"interrupted"\s*:\s*true\s*\}\s*$/.test(text);
}

/** PCM16 little-endian, as the host is; decoded in place, for it is the largest thing that comes. */
function toPcm(base64: string): Int16Array {
  const pcm = new Int16Array(Buffer.byteLength(base64, 'base64') >> 1);
  Buffer.from(pcm.buffer).write(base64, 'base64');
  return pcm;
}
