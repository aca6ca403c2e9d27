import type { Answer, Dialogue } from '../dialogue/dialogue';

/** What the scripted model does in each turn of a call, counted from 1. */
export interface TurnScript {
  /** In this turn it uses `ending`; in those before it answers. */
  readonly turns: number;
  readonly ending: ToolCall;
  /** Turns in which it uses a tool before it answers. */
  readonly toolTurns: readonly number[];
  /** Its input gets the number of the turn, as `turn`. */
  readonly tool: string;
}

interface ToolCall {
  readonly name: string;
  readonly input: object;
}

const NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** As the history has it, and as a client tells it in words: without its brackets. */
const SPEECH = /\bspeech\b/g;

/**
 * Counts what the caller said, also what a history tells of it, and says in each turn words that
 * name the session and the turn: so a test knows what a caller heard, and from which session.
 */
export class TurnScriptDialogue implements Dialogue {
  readonly #script: TurnScript;
  readonly #session: number;
  #turn = 0;

  constructor(script: TurnScript, session: number) {
    this.#script = script;
    this.#session = session;
  }

  heard(text: string | undefined): Answer {
    this.#turn += text?.match(SPEECH)?.length ?? 0;
    const { turns, ending, toolTurns, tool } = this.#script;
    if (this.#turn >= turns) return { tool: ending };
    if (toolTurns.includes(this.#turn))
      return { tool: { name: tool, input: { turn: this.#turn } } };
    return { say: this.#words() };
  }

  toolAnswered(): string {
    return this.#turn >= this.#script.turns ? 'Goodbye now.' : this.#words();
  }

  /** Its last sentence names no session: whichever was cut off, it is left to say. */
  rest(told: string): string {
    const end = this.#end();
    return told.endsWith(end) ? '' : end;
  }

  #words(): string {
    return `Session ${this.#session} answers turn ${this.#number()}. ${this.#end()}`;
  }

  #end(): string {
    return `That was turn ${this.#number()} of this call.`;
  }

  #number(): string {
    return NUMBERS[this.#turn] ?? `${this.#turn}`;
  }
}
