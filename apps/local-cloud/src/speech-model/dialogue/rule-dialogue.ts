import type { Answer, Dialogue } from './dialogue';
import { untold } from './untold';
import { Memory } from './memory';
import type { Rule, Rules, ToolCall } from './rules';

type Wording = readonly string[];

/**
 * One conversation by an agent's rules: words in, answers out. Pure but for `random`, which picks
 * the wordings.
 */
export class RuleDialogue implements Dialogue {
  readonly #rules: Rules;
  readonly #random: () => number;
  readonly #memory: Memory;
  #state: string | undefined;
  #misses = 0;
  /** What is to be said when the last tool's result comes. */
  #afterTool: Wording | undefined;
  /** The wordings of the last answer. */
  #lastAnswer: Wording = [];

  /** @param facts what is known before a word is said */
  constructor(rules: Rules, random: () => number, facts: Readonly<Record<string, string>> = {}) {
    this.#rules = rules;
    this.#random = random;
    this.#memory = new Memory(rules.slots, facts);
  }

  heard(text: string | undefined): Answer {
    if (text !== undefined) this.#memory.listen(text);
    const intent = text === undefined ? undefined : this.#intentOf(text);
    const rule = this.#ruleFor(intent);
    if (!rule) return this.#notUnderstood();
    this.#misses = 0;
    this.#state = rule.next;
    if (rule.silent) return { silent: true };
    return rule.tool ? this.#call(rule.tool) : { say: this.#say(rule.say ?? []) };
  }

  toolAnswered(result: unknown): string {
    const failed = tellsOfFailure(result);
    const afterwards = failed ? this.#rules.toolFailed : (this.#afterTool ?? []);
    this.#afterTool = undefined;
    return this.#pick(afterwards, contentOf(result));
  }

  /** Of the wordings that the answer may have had, the one that was begun. */
  rest(told: string): string {
    const rests = this.#lastAnswer.map((wording) => untold(this.#memory.fill(wording), told));
    return rests.reduce((best, rest) => (rest.heard > best.heard ? rest : best), {
      heard: 0,
      rest: this.#pick(this.#lastAnswer),
    }).rest;
  }

  #notUnderstood(): Answer {
    const { say, missesInARow, then } = this.#rules.notUnderstood;
    this.#misses += 1;
    if (this.#misses < missesInARow) return { say: this.#say(say) };
    this.#misses = 0;
    return this.#call(then);
  }

  #call({ name, input, afterwards }: ToolCall): Answer {
    this.#afterTool = this.#lastAnswer = afterwards;
    return { tool: { name, input: this.#memory.fill(input) } };
  }

  #intentOf(text: string): string | undefined {
    const spoken = ` ${text} `;
    const shows = ([, signs]: [string, string[]]) =>
      signs.some((sign) => spoken.includes(` ${sign} `));
    return Object.entries(this.#rules.intents).find(shows)?.[0];
  }

  /** What was said for the state that the dialogue is in, then anything there, then anywhere. */
  #ruleFor(intent: string | undefined): Rule | undefined {
    const wanted = [
      { intent, state: this.#state },
      { intent: undefined, state: this.#state },
      { intent, state: undefined },
    ];
    const holds = (rule: Rule) => rule.needs.every((name) => this.#memory.knows(name));
    return wanted
      .map((place) =>
        this.#rules.rules.find(
          (rule) => rule.intent === place.intent && rule.state === place.state && holds(rule),
        ),
      )
      .find((rule) => rule !== undefined);
  }

  #say(wording: Wording): string {
    this.#lastAnswer = wording;
    return this.#pick(wording);
  }

  #pick(wording: Wording, result?: unknown): string {
    const picked = wording[Math.floor(this.#random() * wording.length)] ?? '';
    return this.#memory.fill(picked, result);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** A tool's result that has an `error`, or the status `failed`. */
const tellsOfFailure = (result: unknown) =>
  isObject(result) && ('error' in result || result['status'] === 'failed');

/** The result itself, where it is told with its status. */
const contentOf = (result: unknown) =>
  isObject(result) && 'result' in result ? result['result'] : result;
