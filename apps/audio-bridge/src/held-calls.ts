import type { LeaseAnswer, LeaseQuestion, TurnRefusal } from '@patchbay/contracts';
import type { CallLease } from './call-lease';

interface HeldCall {
  readonly lease: CallLease;
  epoch?: number;
}

/** The calls that this bridge has in hand, from before their claim until they are let go. */
export class HeldCalls {
  readonly #byContact = new Map<string, HeldCall>();

  /** The lease under which a call is in hand here already. */
  leaseOf(contactId: string): CallLease | undefined {
    return this.#byContact.get(contactId)?.lease;
  }

  take(contactId: string, lease: CallLease): void {
    this.#byContact.set(contactId, { lease });
  }

  claimed(contactId: string, epoch: number): void {
    const held = this.#byContact.get(contactId);
    if (held) held.epoch = epoch;
  }

  /** How many are ours: claimed, and not yet let go. */
  get claimedCount(): number {
    return [...this.#byContact.values()].filter(({ epoch }) => epoch !== undefined).length;
  }

  release(contactId: string): void {
    this.#byContact.delete(contactId);
  }

  /**
   * Another bridge was given a message of a call that is ours by the record.
   * @returns which message the call is held by; a refusal when the call is not (any more) held
   */
  answer(question: LeaseQuestion): LeaseAnswer | TurnRefusal {
    const held = this.#byContact.get(question.contactId);
    if (held?.epoch === undefined) return { refusal: 'unknown-call' };
    if (held.epoch !== question.heldEpoch) return { refusal: 'stale-epoch' };
    const messageId = held.lease.offer(question);
    return messageId === undefined ? { refusal: 'unknown-call' } : { messageId };
  }
}
