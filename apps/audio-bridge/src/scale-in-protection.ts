import {
  errorName,
  systemEvery,
  type Clock,
  type Every,
  type Logger,
  type TaskProtection,
} from '@patchbay/platform';

/** How often calls are counted: so late is a bridge protected, and so late let go. */
const LOOK_INTERVAL_MS = 1000;

const MINUTE_MS = 60_000;

/** What a bridge leaves behind that can no longer ask for its release. */
const PROTECTION_MINUTES = 10;

/** Renewals may fail for half of that before the protection ends. */
const RENEWAL_MS = 5 * MINUTE_MS;

/** Two in a minute, so that the alarm sees every minute of a bridge without protection. */
const RETRY_MS = 30_000;

/** As long as the longest call of an agent that sets no limit of its own. */
const PROTECTED_MS = 30 * MINUTE_MS;

/** Long enough for ECS to end a bridge that it wants to end. */
const GIVING_WAY_MS = 5 * MINUTE_MS;

/**
 * Whether a bridge that has not been without a call for so long is protected now. A busy bridge
 * never is without one: it gives way from time to time, or no deployment would ever be done.
 */
export const isProtectedAfter = (busyMs: number): boolean =>
  busyMs % (PROTECTED_MS + GIVING_WAY_MS) < PROTECTED_MS;

export interface ScaleInProtectionOptions {
  readonly protection: TaskProtection;
  /** How many calls this bridge carries. */
  readonly callCount: () => number;
  /** The bridge is to end. */
  readonly stopping: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly every?: Every;
}

type Step = 'protect' | 'release';

/** Keeps a bridge from being scaled in while it carries calls; a failure of it hurts none of them. */
export class ScaleInProtection {
  readonly #options: ScaleInProtectionOptions;
  readonly #stopTimer: () => void;
  #busySinceMs: number | undefined;
  /** What was asked last, and from when on it may be asked again. */
  #asked: Step = 'release';
  #againAtMs = 0;
  /** The bridge may be protected until then. */
  #onUntilMs = 0;
  #isAsking = false;

  constructor(options: ScaleInProtectionOptions) {
    this.#options = options;
    const { every = systemEvery } = options;
    this.#stopTimer = every(LOOK_INTERVAL_MS, () => this.#look());
    options.stopping.addEventListener('abort', () => this.#look(), { once: true });
  }

  /** Looks no more. */
  close(): void {
    this.#stopTimer();
  }

  #look(): void {
    const nowMs = this.#options.clock.monotonicMs();
    const step = this.#isWanted(nowMs) ? 'protect' : 'release';
    const isDone = step === 'release' && nowMs >= this.#onUntilMs;
    const isEarly = step === this.#asked && nowMs < this.#againAtMs;
    if (!this.#isAsking && !isDone && !isEarly) void this.#ask(step, nowMs);
  }

  #isWanted(nowMs: number): boolean {
    const { callCount, stopping } = this.#options;
    if (stopping.aborted || callCount() === 0) {
      this.#busySinceMs = undefined;
      return false;
    }
    this.#busySinceMs ??= nowMs;
    return isProtectedAfter(nowMs - this.#busySinceMs);
  }

  async #ask(step: Step, nowMs: number): Promise<void> {
    const { protection, logger } = this.#options;
    this.#isAsking = true;
    this.#asked = step;
    // Whatever the answer, it may have been done.
    if (step === 'protect') this.#onUntilMs = nowMs + PROTECTION_MINUTES * MINUTE_MS;
    try {
      await (step === 'protect' ? protection.protect(PROTECTION_MINUTES) : protection.release());
      this.#againAtMs = nowMs + RENEWAL_MS;
      if (step === 'release') this.#onUntilMs = 0;
    } catch (error) {
      this.#againAtMs = nowMs + RETRY_MS;
      const fields = { operation: step, errorName: errorName(error) };
      logger.warn('Scale-in protection is not set', fields);
    } finally {
      this.#isAsking = false;
    }
  }
}
