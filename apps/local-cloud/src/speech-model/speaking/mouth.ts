import { sleep, systemClock } from '@patchbay/platform';
import type { Pace } from '../pace';
import type { AudioOutput, OutputEvents } from '../protocol/output-events';
import { sentences } from './sentences';

/** Speech in one event: the client gets its first sound soon, and not too many events. */
const CHUNK_MS = 80;

export interface MouthOptions {
  readonly output: OutputEvents;
  readonly pace: Pace;
  readonly sampleRateHz: number;
  /** PCM16 mono at `sampleRateHz`. */
  readonly voice: (sentence: string) => Promise<Int16Array>;
}

/** The sentences of a reply, with their sound on its way. */
export type PreparedSpeech = readonly {
  readonly sentence: string;
  readonly sound: Promise<Int16Array>;
}[];

/**
 * Speaks replies one at a time: each sentence's text before its sound, the sound faster than life,
 * the texts of what was spoken at the end.
 */
export class Mouth {
  readonly #options: MouthOptions;
  /** Aborted when the reply under way must stop. */
  #reply: AbortController | undefined;
  #closed = false;

  constructor(options: MouthOptions) {
    this.#options = options;
  }

  /** The caller speaks over the reply: nothing more of it comes. Without a reply, nothing happens. */
  interrupt(): void {
    this.#reply?.abort();
  }

  close(): void {
    this.#closed = true;
    this.interrupt();
  }

  /** Begins to synthesise, so that `speak` can start at once. */
  prepare(text: string): PreparedSpeech {
    return sentences(text).map((sentence) => {
      const sound = this.#options.voice(sentence);
      // Awaited when its turn comes; until then a failure must not count as unhandled.
      sound.catch(() => undefined);
      return { sentence, sound };
    });
  }

  /** Resolves when all is put out, or the reply was interrupted. */
  async speak(speech: PreparedSpeech): Promise<void> {
    const { signal } = (this.#reply = new AbortController());
    const spoken: string[] = [];
    for (const { sentence, sound } of speech) {
      const isLast = spoken.length === speech.length - 1;
      if (!(await this.#say(sentence, await sound, isLast, signal))) break;
      spoken.push(sentence);
    }
    this.#reply = undefined;
    if (!this.#closed) this.#conclude(spoken, spoken.length < speech.length);
  }

  /** @returns whether the sentence was put out whole */
  async #say(
    sentence: string,
    sound: Int16Array,
    isLast: boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (this.#closed) return false;
    this.#options.output.plannedText(sentence);
    const audio = this.#options.output.startAudio();
    const whole = await this.#deliver(audio, sound, signal);
    if (!this.#closed) audio.end(!whole ? 'INTERRUPTED' : isLast ? 'END_TURN' : 'PARTIAL_TURN');
    return whole;
  }

  async #deliver(audio: AudioOutput, sound: Int16Array, signal: AbortSignal): Promise<boolean> {
    const { sampleRateHz, pace } = this.#options;
    const chunkSamples = (CHUNK_MS * sampleRateHz) / 1000;
    const chunkPaceMs = CHUNK_MS / (pace.deliveryRate * pace.speed);
    const startMs = systemClock.monotonicMs();
    for (let chunk = 0; chunk * chunkSamples < sound.length; chunk++) {
      // By a schedule, so that the lateness of timers does not add up.
      const waitMs = startMs + chunk * chunkPaceMs - systemClock.monotonicMs();
      if (waitMs > 0) await sleep(waitMs, signal);
      if (signal.aborted) return false;
      audio.chunk(sound.subarray(chunk * chunkSamples, (chunk + 1) * chunkSamples));
    }
    return true;
  }

  #conclude(spoken: readonly string[], interrupted: boolean): void {
    const { output } = this.#options;
    if (interrupted) output.interruption();
    spoken.forEach((sentence, index) => {
      const isLast = !interrupted && index === spoken.length - 1;
      output.spokenText(sentence, isLast ? 'END_TURN' : 'PARTIAL_TURN');
    });
  }
}
