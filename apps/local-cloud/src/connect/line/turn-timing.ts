import { firstSound, lastSound } from './loudness';
import { SAMPLES_PER_MS } from './media-clock';

/** Who spoke when on one line: how callers take turns, and how long they wait for an answer. */
export class TurnTiming {
  #callerEndedMs = -Infinity;
  #callerHasSpoken = false;
  #answerStartedMs: number | undefined;
  #botEndedMs = -Infinity;

  /** The caller says this from `startMs` on; the bot has not answered it. */
  callerSpeaks(startMs: number, pcm: Int16Array): void {
    const last = lastSound(pcm);
    if (last !== undefined) this.callerActs(startMs + (last + 1) / SAMPLES_PER_MS);
  }

  /** The caller has said or pressed something up to then; the bot has not answered it. */
  callerActs(endedMs: number): void {
    this.#callerEndedMs = endedMs;
    this.#callerHasSpoken = true;
    this.#answerStartedMs = undefined;
  }

  /**
   * A prompt plays from `startMs` on.
   * @returns if it is the first sound since the caller spoke or pressed a key: the milliseconds in between
   */
  botSpeaks(startMs: number, pcm: Int16Array): number | undefined {
    const first = firstSound(pcm);
    if (first === undefined) return undefined;
    const soundMs = startMs + first / SAMPLES_PER_MS;
    this.#botEndedMs = startMs + ((lastSound(pcm) ?? first) + 1) / SAMPLES_PER_MS;
    if (this.#answerStartedMs !== undefined || soundMs <= this.#callerEndedMs) return undefined;
    this.#answerStartedMs = soundMs;
    return this.#callerHasSpoken ? soundMs - this.#callerEndedMs : undefined;
  }

  /** The prompt ended early. */
  botWasCut(atMs: number): void {
    this.#botEndedMs = Math.min(this.#botEndedMs, atMs);
  }

  /** Time since the first sound of the bot's answer to the caller's last words; 0 before it. */
  answeringForMs(nowMs: number): number {
    return this.#answerStartedMs === undefined ? 0 : Math.max(0, nowMs - this.#answerStartedMs);
  }

  /** Time since the last sound of the bot's answer; 0 before an answer and while it plays. */
  quietForMs(nowMs: number): number {
    return this.#answerStartedMs === undefined ? 0 : Math.max(0, nowMs - this.#botEndedMs);
  }
}
