import type { AgentDefinition } from '@patchbay/agent';
import { FILLER_INTERVAL_MS } from '@patchbay/contracts';
import { sleep, type Clock } from '@patchbay/platform';
import type { Conversation } from './conversation/conversation';

export interface FillersOptions {
  readonly agent: Pick<AgentDefinition, 'limits' | 'phrases'>;
  readonly conversation: Pick<Conversation, 'hasMoreToSay'>;
  /** Resolves once the phrase can be played. */
  readonly say: (text: string) => Promise<void>;
  readonly clock: Clock;
  /**
   * The call was lost by the bridge before: ProcessBotTurn gives its caller a filler unless this
   * bridge has an answer at once.
   */
  readonly isFirstFillerGiven?: boolean | undefined;
  /** Waits, or less when the signal aborts. */
  readonly pause?: ((delayMs: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** What is said to a caller who has to wait. */
export class Fillers {
  readonly #options: FillersOptions;
  #given = 0;
  #notBeforeMs = Number.NEGATIVE_INFINITY;

  constructor(options: FillersOptions) {
    this.#options = options;
    if (options.isFirstFillerGiven) this.#countOne();
  }

  /** Covers the wait for a tool, while nothing else is being said, until `over` aborts. */
  async cover(work: Promise<unknown>, over: AbortSignal): Promise<void> {
    const { agent, clock, pause = sleep } = this.#options;
    const done = new AbortController();
    void work.finally(() => done.abort());
    const ended = AbortSignal.any([done.signal, over]);
    let dueMs = clock.monotonicMs() + agent.limits.fillerAfterMs;
    while (!ended.aborted) {
      const waitMs = Math.max(dueMs, this.#notBeforeMs) - clock.monotonicMs();
      if (waitMs > 0) {
        await pause(waitMs, ended);
        continue;
      }
      dueMs = clock.monotonicMs() + FILLER_INTERVAL_MS;
      await this.#give();
    }
  }

  async #give(): Promise<void> {
    const { agent, conversation, say } = this.#options;
    const { fillers } = agent.phrases;
    const filler = fillers[this.#given % fillers.length];
    if (conversation.hasMoreToSay || filler === undefined) return;
    this.#countOne();
    await say(filler);
  }

  #countOne(): void {
    this.#given += 1;
    this.#notBeforeMs = this.#options.clock.monotonicMs() + FILLER_INTERVAL_MS;
  }
}
