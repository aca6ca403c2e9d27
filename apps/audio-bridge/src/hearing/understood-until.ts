import type { CallerAudio } from './hear-caller';

const SAMPLES_PER_MS = 8;

interface FragmentStart {
  readonly number: string;
  readonly startMs: number;
}

/**
 * Up to where the model has understood the caller, in the media stream's own time: there another
 * owner of the call hears on. What is still withheld at the gate, and what the model has told no
 * words of, lies behind it; what was answered lies before it. Never goes back.
 */
export class UnderstoodUntil {
  #untilMs: number | undefined;
  /** The fragments that hold that moment and what came since, oldest first. */
  #fragments: FragmentStart[] = [];
  #lastWhole: string | undefined;
  #withheldSamples = 0;

  /** @param from where an owner before left off */
  constructor(
    from: { readonly untilMs?: number | undefined; readonly lastWhole?: string | undefined } = {},
  ) {
    this.#untilMs = from.untilMs;
    this.#lastWhole = from.lastWhole;
  }

  /** Epoch milliseconds by the stream's producer; undefined before the first sound. */
  get untilMs(): number | undefined {
    return this.#untilMs;
  }

  /** The last fragment of which nothing has to be heard again. */
  get lastWholeFragment(): string | undefined {
    return this.#lastWhole;
  }

  /**
   * A stretch arrived.
   * @param passedSamples how much sound the gate let pass with it
   * @param notUnderstoodMs of what passed so far, the newest that the model may not have understood
   */
  heard(stretch: Omit<CallerAudio, 'echo'>, passedSamples: number, notUnderstoodMs: number): void {
    const { pcm, producerTimestampMs, fragmentNumber } = stretch;
    this.#withheldSamples += pcm.length - passedSamples;
    if (this.#fragments.at(-1)?.number !== fragmentNumber) {
      this.#fragments.push({ number: fragmentNumber, startMs: producerTimestampMs });
    }
    const endMs = producerTimestampMs + pcm.length / SAMPLES_PER_MS;
    const untilMs = endMs - this.#withheldSamples / SAMPLES_PER_MS - notUnderstoodMs;
    this.#untilMs = Math.floor(
      Math.max(untilMs, this.#untilMs ?? this.#fragments[0]?.startMs ?? 0),
    );
    this.#forgetBefore(this.#untilMs);
  }

  #forgetBefore(untilMs: number): void {
    for (
      let next = this.#fragments[1];
      next && next.startMs <= untilMs;
      next = this.#fragments[1]
    ) {
      this.#lastWhole = this.#fragments.shift()?.number;
    }
  }
}
