import type { CallRecord } from '@patchbay/call';
import type { Clock } from '@patchbay/platform';

/** So long a bridge that could not be reached leaves all calls to others. */
const ASIDE_MS = 5000;

/** From then on, counted from the first silence, it takes its call again: nobody else did. */
const RETAKE_AFTER_MS = 8000;

/** Keeps a bridge that the functions cannot reach from taking calls, while others may. */
export class StandAside {
  readonly #url: string;
  readonly #clock: Clock;
  #untilMs = 0;

  /** @param url of this bridge, as records name it */
  constructor(url: string, clock: Clock) {
    this.#url = url;
    this.#clock = clock;
  }

  get leftMs(): number {
    return Math.max(0, this.#untilMs - this.#clock.monotonicMs());
  }

  /**
   * Whether the call was taken from this bridge because it was out of reach, and is for others: then
   * it stands aside from now on. A call whose caller has hung up has but to be closed.
   */
  isForOthers({ epoch, owner, ownerSilence, disconnectedAtMs }: CallRecord): boolean {
    if (owner || ownerSilence?.epoch !== epoch || disconnectedAtMs !== undefined) return false;
    if (ownerSilence.unreachableUrl !== this.#url) return false;
    if (this.#clock.nowMs() - ownerSilence.sinceMs >= RETAKE_AFTER_MS) return false;
    this.#untilMs = this.#clock.monotonicMs() + ASIDE_MS;
    return true;
  }
}
