import type { Dialogue } from '../dialogue/dialogue';
import type { RecogniserSession } from '../recognition/recogniser';

const WORDS = 'amber birch cedar delta ember fable grove haven island juniper kite lantern'.split(
  ' ',
);
const WORDS_PER_SENTENCE = 5;
const SENTENCES_PER_REPLY = 2;

/** Says words of no meaning, the same ones for the same numbers. */
export class ScriptedDialogue implements Dialogue {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  heard(): { say: string } {
    const sentences = Array.from({ length: SENTENCES_PER_REPLY }, () => this.#sentence());
    return { say: sentences.join(' ') };
  }

  /** It calls no tools. */
  toolAnswered(): string {
    return '';
  }

  /** What has no meaning needs no end. */
  rest(): string {
    return '';
  }

  #sentence(): string {
    const words = Array.from({ length: WORDS_PER_SENTENCE }, () => this.#word());
    return `${words.join(' ')}.`;
  }

  #word(): string {
    return WORDS[Math.floor(this.#random() * WORDS.length)] ?? '';
  }
}

/** What stands for each stretch of speech. */
export const HEARD_SPEECH = '(speech)';

/** Understands nothing, and is sure of it: every stretch of speech gets its answer. */
export const deafRecognition: RecogniserSession = {
  hear: () => undefined,
  finish: async () => ({ text: HEARD_SPEECH, confident: true }),
  close: () => undefined,
};
