import type { LeaseQueue, ReceivedMessage } from '@patchbay/messaging';
import { errorName, type Clock, type Logger } from '@patchbay/platform';

/** Short, so that another bridge soon hears of a call whose bridge has died. */
export const LEASE_VISIBILITY_S = 5;

/** Two heartbeats may fail before the lease is at risk. */
const HEARTBEAT_INTERVAL_MS = 1500;

/** An owner stops this long before its lease ends, so that two never act at once. */
const SAFETY_MARGIN_MS = 1000;

/** A call's message, held in flight by heartbeats for as long as the call lives. */
export class CallLease {
  readonly #queue: LeaseQueue;
  readonly #receiptHandle: string;
  readonly #clock: Clock;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #logger: Logger;
  #heldUntilMs: number;

  constructor(queue: LeaseQueue, message: ReceivedMessage, clock: Clock, logger: Logger) {
    this.#queue = queue;
    this.#receiptHandle = message.receiptHandle;
    this.#clock = clock;
    this.#logger = logger;
    this.#heldUntilMs = this.#leaseEndMs();
    this.#timer = setInterval(() => void this.#beat(), HEARTBEAT_INTERVAL_MS);
  }

  /** Aborts when the call is no longer ours to carry. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Stops the heartbeat; SQS announces the call again when the visibility ends. */
  release(): void {
    clearInterval(this.#timer);
  }

  /** The call is over: its message is removed. */
  async complete(): Promise<void> {
    this.release();
    await this.#queue.remove(this.#receiptHandle);
  }

  async #beat(): Promise<void> {
    const leaseEndMs = this.#leaseEndMs();
    try {
      await this.#queue.extend(this.#receiptHandle, LEASE_VISIBILITY_S);
      this.#heldUntilMs = leaseEndMs;
    } catch (error) {
      this.#logger.warn('A heartbeat failed', { errorName: errorName(error) });
    }
    if (this.#clock.monotonicMs() < this.#heldUntilMs) return;
    this.release();
    this.#lost.abort();
  }

  /** Counted from before the request: SQS cannot have counted from earlier. */
  #leaseEndMs(): number {
    return this.#clock.monotonicMs() + LEASE_VISIBILITY_S * 1000 - SAFETY_MARGIN_MS;
  }
}
