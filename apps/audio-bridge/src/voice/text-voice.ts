import {
  isSilent,
  joined,
  PART_CUTTER_DEFAULTS,
  PartCutter,
  QuietLead,
  TELEPHONE_RATE_HZ,
} from '@patchbay/audio';
import type { ReplyParts } from './reply-parts';
import type { ReplyVoice } from './reply-voice';

export interface TextVoiceOptions {
  readonly parts: ReplyParts;
  /** Speaks plain text: PCM16 mono at 8 kHz. */
  readonly speak: (text: string) => Promise<Int16Array>;
}

/** The pauses around a prompt are as long: so short an end of a text stays with what is before it. */
const SHORTEST_END_SAMPLES = 0.3 * TELEPHONE_RATE_HZ;

/** Sound comes a whole text at a time, so no part needs to be short to be early. */
const PART_LENGTHS = { first: PART_CUTTER_DEFAULTS.next, next: PART_CUTTER_DEFAULTS.next };

/**
 * Another voice than the model's: speaks the text that the model writes ahead of its own sound,
 * which is ignored. Each text is spoken at once, while the one before plays.
 */
export class TextVoice implements ReplyVoice {
  readonly #parts: ReplyParts;
  readonly #speak: TextVoiceOptions['speak'];
  /** The next text is the first of its reply. */
  #opens = true;

  constructor({ parts, speak }: TextVoiceOptions) {
    this.#parts = parts;
    this.#speak = speak;
  }

  get failure(): Promise<never> {
    return this.#parts.failure;
  }

  text(text: string): void {
    this.#parts.text(text);
    if (this.#parts.isVoid) return;
    const speakable = toSpeakable(text);
    if (speakable !== undefined) this.#parts.storeOnceMade(this.#partsOf(speakable, this.#opens));
    this.#opens = false;
    this.#parts.segmentEnded();
  }

  audio(): void {
    // The model's sound is not heard.
  }

  audioEnded(): void {
    // The text's end was its own.
  }

  replyEnded(): void {
    this.#opens = true;
    this.#parts.replyEnded();
  }

  cutOff(): void {
    this.#opens = true;
    this.#parts.cutOff();
  }

  interrupted(): void {
    this.#opens = true;
    this.#parts.interrupted();
  }

  mute(muted: boolean): void {
    this.#opens ||= muted;
    this.#parts.mute(muted);
  }

  close(): void {
    // Nothing is held.
  }

  async #partsOf(text: string, opensReply: boolean): Promise<Int16Array[]> {
    const cutter = new PartCutter(PART_LENGTHS);
    const sound = await this.#speak(text);
    const parts = cutter.push(opensReply ? new QuietLead().push(sound) : sound);
    const [end] = cutter.flush().filter((pcm) => !isSilent(pcm));
    return end ? withEnd(parts, end) : parts;
  }
}

function withEnd(parts: Int16Array[], end: Int16Array): Int16Array[] {
  const last = parts.at(-1);
  if (!last || end.length >= SHORTEST_END_SAMPLES) return [...parts, end];
  return [...parts.slice(0, -1), joined([last, end])];
}

/**
 * The text without what no voice can read: control characters, halves of surrogate pairs, and
 * space at its ends. Undefined when no letter or digit is left, which a voice may refuse to speak.
 */
function toSpeakable(text: string): string | undefined {
  const clean = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\uFFFD]+/gu, ' ')
    .trim();
  return /[\p{L}\p{N}]/u.test(clean) ? clean : undefined;
}
