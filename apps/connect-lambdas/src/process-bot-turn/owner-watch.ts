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

/** What was met of one owner, whom its epoch names. */
interface MetOwner {
  readonly epoch: number;
  /** It was asked, and was not ready. */
  readonly hasRefused?: boolean;
  /** A connection to it broke, once at least. */
  readonly wasCut?: boolean;
  readonly isGone?: boolean;
  readonly silentSinceMs?: number;
}

/** What one poll has met of its call's owners. Times are those of a monotonic clock. */
export class OwnerWatch {
  #aloneSinceMs: number | undefined;
  #last: MetOwner | undefined;
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
    const met = this.#of(epoch);
    if (silentMs === undefined) this.#last = { ...met, hasRefused: true };
    else if (silentMs === 0 && !isGone && !met.wasCut) this.#last = { ...met, wasCut: true };
    else this.#last = { ...met, isGone: isGone ?? false, silentSinceMs: nowMs - silentMs };
  }

  mayAnswer({ epoch, owner }: Seen): boolean {
    return owner !== undefined && this.#of(epoch).silentSinceMs === undefined;
  }

  /** The owner was asked, and was not ready. */
  hasRefused({ epoch }: Seen): boolean {
    return this.#of(epoch).hasRefused === true;
  }

  /** The owner will never answer. */
  isGone({ epoch, owner }: Seen): boolean {
    return owner !== undefined && this.#of(epoch).isGone === true;
  }

  /** The call was lost by its owner while this poll waited. A clean hand-over costs no loss. */
  wasLost({ losses }: Seen): boolean {
    return losses > (this.#lossesBefore ?? losses);
  }

  /** What this poll has met so far, while the record is this one. */
  metOf({ epoch, owner }: Seen, nowMs: number): MetByPoll {
    const silentSinceMs = owner && this.#of(epoch).silentSinceMs;
    return {
      aloneForMs: nowMs - (this.#aloneSinceMs ?? nowMs),
      ...(silentSinceMs !== undefined && { ownerSilentForMs: nowMs - silentSinceMs }),
    };
  }

  /** Epochs only rise: what was met of an owner before the last one is asked for no more. */
  #of(epoch: number): MetOwner {
    return this.#last?.epoch === epoch ? this.#last : { epoch };
  }
}
