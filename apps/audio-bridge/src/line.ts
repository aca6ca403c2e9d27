import type { Clock } from '@patchbay/platform';
import type { Checkpoint } from './checkpoint';
import type { LineState } from './line-watch';
import type { Signal } from './signal';
import type { TurnExchange } from './turn-exchange';

/** The signs of life of one call. */
export class Line {
  readonly #clock: Clock;
  readonly #changed: Signal;
  #lastMediaMs: number;
  #disconnected: boolean;
  #callerSpeaks = false;

  constructor(clock: Clock, changed: Signal, disconnected: boolean) {
    this.#clock = clock;
    this.#changed = changed;
    this.#lastMediaMs = clock.monotonicMs();
    this.#disconnected = disconnected;
  }

  heard(callerSpeaks: boolean): void {
    this.#lastMediaMs = this.#clock.monotonicMs();
    this.#callerSpeaks = callerSpeaks;
  }

  get callerSpeaks(): boolean {
    return this.#callerSpeaks;
  }

  disconnect(): void {
    this.#disconnected = true;
    this.#changed.fire();
  }

  state(call: { checkpoint: Checkpoint; turns: TurnExchange }): LineState {
    return {
      lastAnswer: call.checkpoint.record.lastAnswer,
      disconnected: this.#disconnected,
      flowSilentForMs: call.turns.silentForMs,
      mediaSilentForMs: this.#clock.monotonicMs() - this.#lastMediaMs,
    };
  }
}
