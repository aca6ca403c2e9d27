import type { Ear, EarListener } from '../hearing/caller-ear';

/** Takes each stretch of audio of the same length for an utterance, whatever is in it. */
export class IntervalEar implements Ear {
  readonly isCallerSpeaking = false;
  readonly #intervalMs: number;
  readonly #sampleRateHz: number;
  readonly #listener: EarListener;
  #heardMs = 0;

  constructor(intervalMs: number, sampleRateHz: number, listener: EarListener) {
    this.#intervalMs = intervalMs;
    this.#sampleRateHz = sampleRateHz;
    this.#listener = listener;
  }

  hear(sound: Int16Array): void {
    this.#heardMs += (sound.length * 1000) / this.#sampleRateHz;
    for (; this.#heardMs >= this.#intervalMs; this.#heardMs -= this.#intervalMs) {
      this.#listener.utteranceEnded({ durationMs: this.#intervalMs, quietMs: 0 });
    }
  }

  close(): void {
    // Holds nothing.
  }
}
