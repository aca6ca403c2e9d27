import { LeaseLostError, type ReceivedMessage } from '@patchbay/messaging';
import type { Clock } from '@patchbay/platform';
import type { RecordedHold } from './recorded-hold';

/** Short, so that another bridge soon hears of a call whose bridge has died. */
export const LEASE_VISIBILITY_S = 5;

/** An owner stops this long before its lease ends, so that two never act at once. */
const SAFETY_MARGIN_MS = 1000;

/** What names a message, and this receive of it. */
export type Handles = Pick<ReceivedMessage, 'messageId' | 'receiptHandle'>;

/**
 * A call's message, held in flight. It is held until shortly before SQS may give the message to
 * somebody else, by the monotonic clock: a process that was stopped knows by its first look that
 * it is too late. Once over it is over for good.
 */
export class CallLease {
  readonly body: string;
  readonly #clock: Clock;
  readonly #lost = new AbortController();
  #message: Handles | undefined;
  #heldUntilMs: number;

  /**
   * Whether the call's record still names this bridge's epoch. Set by the claim; a message that
   * SQS no longer gives us is the end of a lease without it.
   */
  isStillOurs: (() => Promise<boolean>) | undefined;

  /** The call's record, which can hold the call while SQS takes no heartbeats. Set by the claim. */
  recorded: RecordedHold | undefined;

  /** @param heldFromMs monotonic time before the request that made the message invisible */
  constructor(message: ReceivedMessage, heldFromMs: number, clock: Clock) {
    this.body = message.body;
    this.#message = message;
    this.#clock = clock;
    this.#heldUntilMs = leaseEndMs(heldFromMs);
  }

  /** Aborts when the call is no longer ours to carry; at the latest a heartbeat after that. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  get isHeld(): boolean {
    return !this.#lost.signal.aborted && this.#clock.monotonicMs() < this.#heldUntilMs;
  }

  /** What names the message in requests to SQS; undefined while a fresh one is on its way to us. */
  get message(): Handles | undefined {
    return this.#message;
  }

  /** To be called before each effect. @throws LeaseLostError */
  assertHeld(): void {
    if (this.isHeld) return;
    this.end();
    throw new LeaseLostError();
  }

  /**
   * SQS or the record keeps the call from others since `fromMs`, taken before the request.
   * @returns whether that holds it longest, of all that has renewed the lease
   */
  renewed(fromMs: number): boolean {
    if (this.isHeld) this.#heldUntilMs = Math.max(this.#heldUntilMs, leaseEndMs(fromMs));
    else this.end();
    return this.#heldUntilMs === leaseEndMs(fromMs);
  }

  /** SQS no longer knows the message by this handle. */
  refused(receiptHandle: string): void {
    if (this.#message?.receiptHandle === receiptHandle) this.#message = undefined;
  }

  /**
   * Somebody was given a message of this call. A lease that is without one, or whose own it is,
   * takes it over.
   * @returns the id of the message that the lease holds; undefined when it is over
   */
  offer(message: Handles): string | undefined {
    if (!this.isHeld) return undefined;
    if (!this.#message || this.#message.messageId === message.messageId) this.#message = message;
    return this.#message.messageId;
  }

  end(): void {
    this.#lost.abort();
  }
}

const leaseEndMs = (fromMs: number) => fromMs + LEASE_VISIBILITY_S * 1000 - SAFETY_MARGIN_MS;
