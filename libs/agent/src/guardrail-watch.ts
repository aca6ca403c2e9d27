import type { AgentDefinition } from './agent-definition';
import type { WayOut } from './limits';

/** What a guardrail asks for; the sentence is to be spoken as it stands. */
export type GuardrailStep =
  | { readonly kind: 'warn'; readonly say: string }
  | { readonly kind: WayOut; readonly say: string; readonly reason: string };

const INAPPROPRIATE = 'inappropriate_language';

type Guarded = Pick<AgentDefinition, 'guardrails' | 'phrases'>;

/**
 * One call's guardrails: listens to what the caller says, counts, and tells what must follow.
 * Pure; knows nothing of who speaks the sentences.
 */
export class GuardrailWatch {
  readonly #agent: Guarded;
  readonly #rules: readonly { readonly name: string; readonly matches: RegExp; then: WayOut }[];
  readonly #rude: RegExp | undefined;
  #attempts: number;

  /** @param warnings given before another owner went on with the call */
  constructor(agent: Guarded, warnings = 0) {
    const { rules, inappropriateLanguage } = agent.guardrails;
    this.#agent = agent;
    this.#attempts = warnings;
    this.#rules = rules.map(({ name, pattern, then }) => ({
      name,
      matches: new RegExp(pattern, 'iu'),
      then,
    }));
    this.#rude = inappropriateLanguage && wholeWords(inappropriateLanguage.words);
  }

  /** Warnings given so far. */
  get warnings(): number {
    return this.#attempts;
  }

  /** @returns what must follow these words of the caller, if anything; call it once for each */
  hear(text: string): GuardrailStep | undefined {
    const broken = this.#rules.find(({ matches }) => matches.test(text));
    if (broken) return this.#leave(broken.then, broken.name);
    const { inappropriateLanguage } = this.#agent.guardrails;
    if (!inappropriateLanguage || !this.#rude?.test(text)) return undefined;
    this.#attempts += 1;
    const { attempts, warning, then } = inappropriateLanguage;
    if (this.#attempts > attempts) return this.#leave(then, INAPPROPRIATE);
    return { kind: 'warn', say: warning };
  }

  #leave(kind: WayOut, reason: string): GuardrailStep {
    const { ending, transferring } = this.#agent.phrases;
    return { kind, reason, say: kind === 'end' ? ending : transferring };
  }
}

function wholeWords(words: readonly string[]): RegExp {
  const any = words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'iu');
}
