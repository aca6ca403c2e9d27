import {
  encodeMulaw,
  PartCutter,
  PeakLimiter,
  writeMulawWav,
  type Resampler,
  type ResamplerFactory,
} from '@patchbay/audio';

/** The model sends its sound in events of some 40 ms. */
const EVENT_S = 0.04;
const MODEL_RATE_HZ = 24000;
const MULAW_HEADER_BYTES = 58;

/** Many calls that speak at once: the model's 24 kHz through limiter, resampler and cutter to WAV parts. */
export class OutboundCalls {
  readonly #calls: readonly OutboundCall[];

  constructor(calls: number, resamplers: ResamplerFactory) {
    this.#calls = Array.from({ length: calls }, () => new OutboundCall(resamplers));
  }

  /** Every call speaks on; they take turns event by event. */
  speak(reply: Int16Array): void {
    const step = MODEL_RATE_HZ * EVENT_S;
    for (let i = 0; i < reply.length; i += step) {
      for (const call of this.#calls) call.audio(reply.subarray(i, i + step));
    }
  }

  replyEnded(): void {
    for (const call of this.#calls) call.replyEnded();
  }

  /** Ends the calls. @returns the samples at 8 kHz that each of them wrote. */
  end(): number[] {
    return this.#calls.map((call) => call.end());
  }
}

class OutboundCall {
  readonly #limiter = new PeakLimiter(MODEL_RATE_HZ);
  readonly #resampler: Resampler;
  #cutter = new PartCutter();
  #samplesWritten = 0;
  /** Kept until the next one, as an upload would. */
  #wav: Uint8Array = new Uint8Array(0);

  constructor(resamplers: ResamplerFactory) {
    this.#resampler = resamplers(MODEL_RATE_HZ, 8000);
  }

  audio(pcm: Int16Array): void {
    this.#write(this.#cutter.push(this.#resampler.push(this.#limiter.push(pcm))));
  }

  replyEnded(): void {
    const held = this.#resampler.push(this.#limiter.flush());
    this.#write(this.#cutter.push(held));
    this.#write(this.#cutter.push(this.#resampler.flush()));
    this.#write(this.#cutter.flush());
    this.#cutter = new PartCutter();
  }

  end(): number {
    this.#resampler.close();
    return this.#samplesWritten;
  }

  #write(parts: readonly Int16Array[]): void {
    for (const part of parts) {
      this.#wav = writeMulawWav(encodeMulaw(part));
      this.#samplesWritten += this.#wav.length - MULAW_HEADER_BYTES - (part.length % 2);
    }
  }
}
