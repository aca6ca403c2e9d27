import { sleep } from '@patchbay/platform';
import type { Answerer, AnswererContext } from './answerer';
import type { Answer, Dialogue } from '../dialogue/dialogue';
import type { Ear, EarListener, Utterance } from '../hearing/caller-ear';
import type { Pace } from '../pace';
import type { RecogniserSession } from '../recognition/recogniser';
import type { Mouth } from '../speaking/mouth';

/** What stands for words that were not understood. */
export const UNCLEAR = '(unclear)';

/** A sound shorter than this, without words that are sure, is a cough or an "mhm": it wants no answer. */
const SHORTEST_UTTERANCE_MS = 250;

/** How clients tell in words of a tool that an earlier session of the talk had called. */
const LATE_RESULT = /^Result of \w+: (.+)$/s;

/** How clients tell that an earlier session of the talk was lost in the middle of an answer. */
const CUT_OFF = /^You were cut off in your last answer\./;

export interface AnsweringParts {
  readonly dialogue: Dialogue;
  readonly recognition: RecogniserSession;
  readonly mouth: Mouth;
  readonly pace: Pace;
  readonly createEar: (listener: EarListener) => Ear;
}

/** Takes turns with the caller: each utterance is recognised, thought about and answered, in order. */
export class TurnAnswerer implements Answerer {
  readonly #context: AnswererContext;
  readonly #parts: AnsweringParts;
  readonly #ear: Ear;
  readonly #stopped = new AbortController();
  /** Everything that is to be put out, in its order. */
  #work: Promise<void> = Promise.resolve();

  constructor(context: AnswererContext, parts: AnsweringParts) {
    this.#context = context;
    this.#parts = parts;
    this.#ear = parts.createEar({
      utteranceSound: (pcm) => parts.recognition.hear(pcm),
      utteranceEnded: (utterance) => this.#utteranceEnded(utterance),
      bargedIn: () => parts.mouth.interrupt(),
    });
    this.#recall();
  }

  hear(pcm: Int16Array): void {
    this.#ear.hear(pcm);
  }

  read(text: string): void {
    const askedMs = performance.now();
    const result = LATE_RESULT.exec(text)?.[1];
    if (result !== undefined) return this.toolAnswered(result);
    if (CUT_OFF.test(text)) return this.#goOn(askedMs);
    const words = text.toLowerCase().replaceAll(/[^\p{L}\p{N}' ]/gu, '');
    this.#then(() => this.#answer(this.#parts.dialogue.heard(words), this.#dueMs(0, askedMs)));
  }

  toolAnswered(content: string): void {
    const askedMs = performance.now();
    this.#then(() => {
      const say = this.#parts.dialogue.toolAnswered(JSON.parse(content));
      return this.#answer({ say }, this.#dueMs(0, askedMs));
    });
  }

  close(): void {
    this.#stopped.abort();
    this.#parts.mouth.close();
    this.#parts.recognition.close();
    this.#ear.close();
  }

  #utteranceEnded({ durationMs, quietMs }: Utterance): void {
    const dueMs = this.#dueMs(quietMs, performance.now());
    const recognition = this.#parts.recognition.finish();
    // Looked at in its turn; until then a failure must not count as unhandled.
    recognition.catch(() => undefined);
    this.#then(async () => {
      const { text, confident } = await recognition;
      const isNoise = !confident && durationMs < SHORTEST_UTTERANCE_MS;
      if (isNoise || this.#stopped.signal.aborted) return;
      this.#context.output.callerText(confident ? text : UNCLEAR, durationMs / 1000);
      await this.#answer(this.#parts.dialogue.heard(confident ? text : undefined), dueMs);
    });
  }

  /** Says what is left of the answer in which an earlier session ended. */
  #goOn(askedMs: number): void {
    const { history } = this.#context.prompt;
    const told = history.findLast(({ role }) => role === 'ASSISTANT')?.text ?? '';
    this.#then(async () => {
      const say = this.#parts.dialogue.rest(told);
      if (say !== '') await this.#answer({ say }, this.#dueMs(0, askedMs));
    });
  }

  /** When the thinking time is over, of which `passedMs` of the caller's time had passed at `nowMs`. */
  #dueMs(passedMs: number, nowMs: number): number {
    const { thinkingMs, speed } = this.#parts.pace;
    return nowMs + (thinkingMs - passedMs) / speed;
  }

  async #answer(answer: Answer, dueMs: number): Promise<void> {
    const { mouth } = this.#parts;
    const speech = 'say' in answer ? mouth.prepare(answer.say) : undefined;
    await sleep(Math.max(0, dueMs - performance.now()), this.#stopped.signal);
    if (this.#stopped.signal.aborted) return;
    if ('tool' in answer) this.#context.useTool(answer.tool.name, answer.tool.input);
    if (!speech) return;
    const speaking = mouth.speak(speech);
    if (this.#ear.isCallerSpeaking) mouth.interrupt();
    await speaking;
  }

  /** Brings the dialogue to where the history left it. */
  #recall(): void {
    for (const { role, text } of this.#context.prompt.history) {
      if (role === 'USER') this.#parts.dialogue.heard(text === UNCLEAR ? undefined : text);
    }
  }

  #then(step: () => Promise<void>): void {
    this.#work = this.#work.then(step).catch((error: unknown) => this.#context.fail(error));
  }
}
