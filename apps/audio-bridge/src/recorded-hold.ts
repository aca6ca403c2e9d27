import { randomUUID } from 'node:crypto';

/**
 * By which message a call is held, as its record tells. It is what another bridge goes by that is
 * given a message of the call and gets no answer from its owner: the very message that is named is
 * announced only after the lease, so the call is claimed at once; with any other the bridge waits
 * for as long as a lease lasts, and claims only what names the same as before.
 *
 * So an owner that can send no heartbeat to SQS holds the call by naming, again and again, a
 * message that does not exist.
 */
export class RecordedHold {
  readonly #write: (heldMessageId: string) => Promise<void>;
  #named: string | undefined;
  #last: Promise<void> = Promise.resolve();

  /**
   * @param named by the claim
   * @param write into the record, as long as the epoch is ours
   */
  constructor(named: string, write: (heldMessageId: string) => Promise<void>) {
    this.#named = named;
    this.#write = write;
  }

  /** The call is held by this message; nothing is written when the record says so. */
  name(messageId: string): Promise<void> {
    return this.#then(messageId);
  }

  /** From the start of this on nobody claims the call for the length of a lease, once it has resolved. */
  renew(): Promise<void> {
    return this.#then(`record:${randomUUID()}`);
  }

  /** One after the other: a write that is overtaken would name a message that is not held. */
  #then(messageId: string): Promise<void> {
    const step = this.#last.then(async () => {
      if (this.#named === messageId) return;
      this.#named = undefined;
      await this.#write(messageId);
      this.#named = messageId;
    });
    this.#last = step.catch(() => undefined);
    return step;
  }
}
