/** About what a second of speech costs; the bill of the real model is in such tokens. */
const SPEECH_TOKENS_PER_S = 25;

interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** Counts the speech of a session for its usage events. */
export class UsageMeter {
  #total: Tokens = { input: 0, output: 0 };

  heard(seconds: number): object {
    return this.#count({ input: tokens(seconds), output: 0 });
  }

  spoke(seconds: number): object {
    return this.#count({ input: 0, output: tokens(seconds) });
  }

  #count(delta: Tokens): object {
    const { input, output } = this.#total;
    this.#total = { input: input + delta.input, output: output + delta.output };
    return {
      details: { delta: speechOnly(delta), total: speechOnly(this.#total) },
      totalInputTokens: this.#total.input,
      totalOutputTokens: this.#total.output,
      totalTokens: this.#total.input + this.#total.output,
    };
  }
}

const tokens = (seconds: number) => Math.ceil(seconds * SPEECH_TOKENS_PER_S);

function speechOnly({ input, output }: Tokens): object {
  return {
    input: { speechTokens: input, textTokens: 0 },
    output: { speechTokens: output, textTokens: 0 },
  };
}
