export interface SilenceWatchSettings {
  /** Silence before the first prompt, and after each. */
  readonly afterMs: number;
  /** How many prompts there are before the call is ended. */
  readonly prompts: number;
}

/** What silence asks for: the prompt of that index, or the end of the call. */
export type SilenceStep =
  { readonly kind: 'prompt'; readonly index: number } | { readonly kind: 'end' };

/**
 * Notices a caller who says nothing although it is their turn. A filler, a tool at work or a reply
 * that is still to be played is no silence of the caller's. Pure; looked at now and then.
 */
export class SilenceWatch {
  readonly #settings: SilenceWatchSettings;
  #quietSinceMs: number | undefined;
  #prompted: number;

  /** @param prompted prompts that were given before another owner went on with the call */
  constructor(settings: SilenceWatchSettings, prompted = 0) {
    this.#settings = settings;
    this.#prompted = prompted;
  }

  /** Prompts given in a row. */
  get prompted(): number {
    return this.#prompted;
  }

  /** The caller said something: counting starts anew. */
  spoken(): void {
    this.#quietSinceMs = undefined;
    this.#prompted = 0;
  }

  /** @param isCallersTurn whether nothing else is going on, and the caller is not speaking */
  look(isCallersTurn: boolean, nowMs: number): SilenceStep | undefined {
    if (!isCallersTurn) this.#quietSinceMs = undefined;
    else this.#quietSinceMs ??= nowMs;
    if (this.#quietSinceMs === undefined) return undefined;
    if (nowMs - this.#quietSinceMs < this.#settings.afterMs) return undefined;
    this.#quietSinceMs = undefined;
    if (this.#prompted === this.#settings.prompts) return { kind: 'end' };
    return { kind: 'prompt', index: this.#prompted++ };
  }
}
