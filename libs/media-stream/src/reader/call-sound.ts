import type { MediaBlockElement } from '../demuxer';
import { toSamples } from '../pcm';
import { type CallAudio, SAMPLES_PER_MS } from './call-audio';
import { EchoTrack } from './echo-track';
import type { Fragment } from './fragment';
import type { HeardAudio } from './heard-audio';

/** Stretches of silence share this memory. */
const SILENCE = new Int16Array(512);

/**
 * Joins blocks to the call's sound: a caller's block waits until the echo of the same moments is
 * there, or until it is clear that none comes; what was heard is left out, gaps become silence.
 */
export class CallSound {
  readonly #heard: HeardAudio;
  #echo = new EchoTrack();
  #awaitingEcho: MediaBlockElement | undefined;
  #handedOut = 0;

  constructor(heard: HeardAudio) {
    this.#heard = heard;
  }

  /** Stretches handed out so far. */
  get handedOut(): number {
    return this.#handedOut;
  }

  /** Forgets what waits: a new session replays it. */
  restart(): void {
    this.#echo = new EchoTrack();
    this.#awaitingEcho = undefined;
  }

  play(block: MediaBlockElement, fragment: Fragment, out: CallAudio[]): void {
    const role = fragment.roleOf(block.trackNumber);
    if (role === 'to-customer') this.#echo.push(block.timecodeMs, toSamples(block.payload));
    if (role === 'from-customer') {
      this.flush(fragment, out);
      this.#awaitingEcho = block;
    }
    const waiting = this.#awaitingEcho;
    if (waiting && (!fragment.hasEcho || this.#echo.reaches(endMs(waiting)))) {
      this.flush(fragment, out);
    }
  }

  /** Hands out the block that waits for its echo, with as much echo as there is. */
  flush(fragment: Fragment, out: CallAudio[]): void {
    const block = this.#awaitingEcho;
    if (!block) return;
    this.#awaitingEcho = undefined;
    const pcm = toSamples(block.payload);
    const { skip, silence } = this.#heard.admit({
      fragmentNumber: fragment.number,
      samplesBefore: fragment.callerSamples,
      timestampMs: block.timecodeMs,
      samples: pcm.length,
    });
    fragment.callerSamples += pcm.length;
    const startMs = block.timecodeMs + skip / SAMPLES_PER_MS;
    this.#fill(silence, startMs, fragment, out);
    if (skip < pcm.length) this.#hand(pcm.subarray(skip), startMs, fragment, out);
  }

  #fill(samples: number, untilMs: number, fragment: Fragment, out: CallAudio[]): void {
    for (let left = samples; left > 0; left -= SILENCE.length) {
      const pcm = SILENCE.subarray(0, left);
      this.#hand(pcm, untilMs - left / SAMPLES_PER_MS, fragment, out);
    }
  }

  #hand(pcm: Int16Array, startMs: number, fragment: Fragment, out: CallAudio[]): void {
    this.#handedOut++;
    out.push({
      pcm,
      ...(fragment.hasEcho && { echo: this.#echo.take(startMs, pcm.length) }),
      producerTimestampMs: startMs,
      fragmentNumber: fragment.number,
    });
  }
}

const endMs = ({ timecodeMs, payload }: MediaBlockElement) =>
  timecodeMs + payload.length / (Int16Array.BYTES_PER_ELEMENT * SAMPLES_PER_MS);
