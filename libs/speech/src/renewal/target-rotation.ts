import { backoffMs } from '@patchbay/platform';
import type { RenewalSettings } from './renewal-settings';

/** A model in a Region. */
export interface SpeechTarget {
  readonly modelId: string;
  readonly region: string;
}

/** A target is tried again before another one is: most failures pass. */
const TRIES_IN_A_ROW = 2;

/**
 * Which target the next session is opened on. After two failures in a row the next one has its
 * turn; a target that failed too often, or with an error that no retry mends, is left out.
 */
export class TargetRotation {
  readonly #targets: readonly SpeechTarget[];
  readonly #settings: RenewalSettings;
  readonly #random: () => number;
  #index = 0;
  #failures: number[];
  readonly #hopeless = new Set<number>();

  constructor(
    targets: readonly [SpeechTarget, ...SpeechTarget[]],
    settings: RenewalSettings,
    random: () => number = Math.random,
  ) {
    this.#targets = targets;
    this.#settings = settings;
    this.#random = random;
    this.#failures = targets.map(() => 0);
  }

  get current(): SpeechTarget {
    return this.#targets[this.#index] as SpeechTarget;
  }

  /** A session has worked: what failed before counts no more. */
  worked(): void {
    this.#failures.fill(0);
  }

  /** @returns how long to wait before the next try, in milliseconds; undefined when no target is left */
  failed(retryable: boolean): number | undefined {
    const failures = (this.#failures[this.#index] ?? 0) + 1;
    this.#failures[this.#index] = failures;
    if (!retryable) this.#hopeless.add(this.#index);
    if (failures >= TRIES_IN_A_ROW || !retryable) {
      const next = this.#nextUsable();
      if (next === undefined) return undefined;
      this.#index = next;
    }
    return this.#waitMs();
  }

  /** The next one in the round; the current one comes last. */
  #nextUsable(): number | undefined {
    const round = this.#targets.map((_, step) => (this.#index + 1 + step) % this.#targets.length);
    return round.find((index) => this.#isUsable(index));
  }

  #isUsable(index: number): boolean {
    const failures = this.#failures[index] ?? 0;
    return !this.#hopeless.has(index) && failures < this.#settings.attemptsPerTarget;
  }

  #waitMs(): number {
    const before = this.#failures.reduce((sum, failures) => sum + failures, 0) - 1;
    if (before === 0) return 0;
    return backoffMs(before - 1, { ...this.#settings.backoff, random: this.#random });
  }
}
