import type { CallRecord } from '@patchbay/call';
import type { MetByPoll } from './bot-absence';

/** How an owner failed to answer. */
export interface Unanswered {
  /** Nobody is there, and was last heard of so long ago; undefined for one that is not ready. */
  readonly silentMs?: number;
  /** Its process has ended. */
  readonly isGone?: boolean;
}

type Seen = Pick<CallRecord, 'epoch' | 'losses' | 'owner'>;

/** What one poll has met of its call's owners. Times are those of a monotonic clock. */
export class OwnerWatch {
  #aloneSinceMs: number | undefined;
  #silentEpoch: number | undefined;
  #silentSinceMs = 0;
  #cutEpoch: number | undefined;
  #goneEpoch: number | undefined;
  #refusedEpoch: number | undefined;
  #lossesBefore: number | undefined;

  /** The record as it was read just now. */
  saw({ losses, owner }: Seen, nowMs: number): void {
    this.#lossesBefore ??= losses;
    if (!owner) this.#aloneSinceMs ??= nowMs;
  }

  /**
   * The owner gave no answer. One that refuses, as in a hand-over or before it is ready, was there
   * until now; who comes after it does not begin the wait anew. One that is silent is asked no more
   * by this poll. A connection that broke says little: whether somebody is left shows when the owner
   * is asked once more.
   */
  unanswered({ epoch }: Seen, { silentMs, isGone }: Unanswered, nowMs: number): void {
    this.#aloneSinceMs ??= nowMs - (silentMs ?? 0);
    if (silentMs === undefined) {
      this.#refusedEpoch = epoch;
      return;
    }
    const isCut = silentMs === 0 && !isGone && this.#cutEpoch !== epoch;
    this.#cutEpoch = epoch;
    if (isCut) return;
    if (isGone) this.#goneEpoch = epoch;
    this.#silentEpoch = epoch;
    this.#silentSinceMs = nowMs - silentMs;
  }

  mayAnswer({ epoch, owner }: Seen): boolean {
    return owner !== undefined && epoch !== this.#silentEpoch;
  }

  /** The owner was asked, and was not ready. */
  hasRefused({ epoch }: Seen): boolean {
    return epoch === this.#refusedEpoch;
  }

  /** The owner will never answer. */
  isGone({ epoch, owner }: Seen): boolean {
    return owner !== undefined && epoch === this.#goneEpoch;
  }

  /** The call was lost by its owner while this poll waited. A clean hand-over costs no loss. */
  wasLost({ losses }: Seen): boolean {
    return losses > (this.#lossesBefore ?? losses);
  }

  /** What this poll has met so far, while the record is this one. */
  metOf({ epoch, owner }: Seen, nowMs: number): MetByPoll {
    const isSilent = owner !== undefined && epoch === this.#silentEpoch;
    return {
      aloneForMs: nowMs - (this.#aloneSinceMs ?? nowMs),
      ...(isSilent && { ownerSilentForMs: nowMs - this.#silentSinceMs }),
    };
  }
}
