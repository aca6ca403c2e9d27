import type { DeadLetter, DeadLetterQueue } from '@patchbay/messaging';

export interface WalkOptions {
  /** How long a letter stays hidden if this process is killed; otherwise it is released at the end. */
  readonly holdS: number;
  readonly signal: AbortSignal;
  /** Receivers at work at once. */
  readonly workers?: number;
  /** Ends the walk once so many letters were met. */
  readonly limit?: number | undefined;
  /** Stays for letters that somebody else holds, such as this command before it was killed. */
  readonly waitForHeldMs?: number;
}

/** Gets letters that the walk has not met before. @returns the ids of those that are gone for good */
export type Visit = (letters: readonly DeadLetter[]) => Promise<readonly string[] | void>;

/** Hides the way to AWS: one receive takes some 15 ms and brings ten letters at most. */
const WORKERS = 8;

/** A waiting receive asks all of SQS's servers; one that does not wait only some of them. */
const WAIT_S = 1;

/** Held letters come back when their time is over: a walk that meets only those has met all. */
const STALE_ROUNDS = 3;

/**
 * Meets every letter of a dead-letter queue once. To look at a letter is to hold it, so all are
 * held until the end of the walk and then released at once, also when the walk fails or is stopped.
 */
export async function walkLetters(
  queue: DeadLetterQueue,
  options: WalkOptions,
  visit: Visit,
): Promise<void> {
  const walk = new Walk(queue, options, visit);
  try {
    await walk.run();
  } finally {
    await walk.release();
  }
}

class Walk {
  readonly #queue: DeadLetterQueue;
  readonly #options: WalkOptions;
  readonly #visit: Visit;
  readonly #met = new Set<string>();
  /** Receipt handles by message id. */
  readonly #held = new Map<string, string>();
  #failed = false;

  constructor(queue: DeadLetterQueue, options: WalkOptions, visit: Visit) {
    this.#queue = queue;
    this.#options = options;
    this.#visit = visit;
  }

  async run(): Promise<void> {
    const { workers = WORKERS, waitForHeldMs = 0 } = this.#options;
    const endMs = performance.now() + waitForHeldMs;
    do {
      const ended = await Promise.allSettled(Array.from({ length: workers }, () => this.#work()));
      for (const result of ended) if (result.status === 'rejected') throw result.reason;
    } while (!this.#isOver() && performance.now() < endMs && (await this.#isHeldElsewhere()));
  }

  async release(): Promise<void> {
    await this.#queue.release([...this.#held.values()]);
  }

  async #work(): Promise<void> {
    for (let staleRounds = 0; staleRounds < STALE_ROUNDS && !this.#isOver();) {
      const letters = await this.#queue.receive({ holdS: this.#options.holdS, waitS: WAIT_S });
      if (letters.length === 0) return;
      const fresh = this.#take(letters);
      staleRounds = fresh.length > 0 ? 0 : staleRounds + 1;
      if (fresh.length > 0) await this.#show(fresh);
    }
  }

  #take(letters: readonly DeadLetter[]): DeadLetter[] {
    for (const { messageId, receiptHandle } of letters) this.#held.set(messageId, receiptHandle);
    const fresh = letters.filter(({ messageId }) => !this.#met.has(messageId));
    const taken = fresh.slice(0, (this.#options.limit ?? Infinity) - this.#met.size);
    for (const { messageId } of taken) this.#met.add(messageId);
    return taken;
  }

  async #show(letters: readonly DeadLetter[]): Promise<void> {
    try {
      for (const messageId of (await this.#visit(letters)) ?? []) this.#held.delete(messageId);
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  #isOver(): boolean {
    const { signal, limit = Infinity } = this.#options;
    return this.#failed || signal.aborted || this.#met.size >= limit;
  }

  async #isHeldElsewhere(): Promise<boolean> {
    const { held, visible } = await this.#queue.count();
    return visible > 0 || held > this.#held.size;
  }
}
