import type { SpeechSession } from '../speech-session';
import { CallerAudio } from './caller-audio';
import { CallerSpeech } from './caller-speech';

/**
 * The caller's side of a talk that goes through several sessions: the sound on its way to them,
 * and which of it the next one must hear again.
 */
export class CallerLine {
  readonly #audio: CallerAudio;
  readonly #speech: CallerSpeech;

  /**
   * @param longestMs sound that is kept at most
   * @param backlogMs so much of the sound was there before anybody heard it
   */
  constructor(sampleRateHz: number, longestMs: number, backlogMs?: number) {
    this.#audio = new CallerAudio((longestMs * sampleRateHz) / 1000);
    this.#speech = new CallerSpeech(sampleRateHz, backlogMs);
  }

  /** @param nowMs when it came, by a monotonic clock */
  push(pcm: Int16Array, nowMs: number): void {
    this.#audio.push(pcm);
    this.#speech.push(pcm, nowMs);
  }

  get isSpeaking(): boolean {
    return this.#speech.isSpeaking;
  }

  /** Nothing is heard that is, or in this very moment becomes, speech. */
  get isQuiet(): boolean {
    return !this.#speech.mayBegin && !this.#speech.isSpeaking;
  }

  /** There is speech that the model has told no words of. */
  get hasNews(): boolean {
    return this.#speech.newsFrom !== undefined;
  }

  /** Length of the newest sound that may hold speech which was not understood, with its onset. */
  get notUnderstoodMs(): number {
    return this.#speech.notUnderstoodMs;
  }

  /** The model has told the caller's words. */
  understood(): void {
    this.#speech.understood();
  }

  /** What the caller said up to now is done with, also what the model has told no words of. */
  turnOver(): void {
    this.#speech.dismiss();
  }

  giveTo(session: Pick<SpeechSession, 'sendAudio'>): void {
    for (const pcm of this.#audio.take()) session.sendAudio(pcm);
    this.#audio.forgetBefore(this.#speech.neededFrom);
  }

  /** What may be speech that was not understood is given again, from its onset. */
  giveAgain(): void {
    this.#speech.startOver();
    this.#audio.giveAgainFrom(this.#speech.neededFrom);
  }
}
