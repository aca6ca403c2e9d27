import { isSilent, PartCutter, PeakLimiter, QuietLead, type Resampler } from '@patchbay/audio';
import type { ReplyParts } from './reply-parts';
import type { ReplyVoice } from './reply-voice';

export interface ModelVoiceOptions {
  readonly parts: ReplyParts;
  /** Of the speech session's sound. */
  readonly sampleRateHz: number;
  /** From that rate to the telephone's. */
  readonly resampler: Resampler;
}

/** The model's own voice: its sound, brought to 8 kHz and cut at pauses while it comes. */
export class ModelVoice implements ReplyVoice {
  readonly #parts: ReplyParts;
  readonly #resampler: Resampler;
  readonly #limiter: PeakLimiter;
  /** Of the reply under way. */
  #lead = new QuietLead();
  #cutter = new PartCutter();

  constructor({ parts, sampleRateHz, resampler }: ModelVoiceOptions) {
    this.#parts = parts;
    this.#resampler = resampler;
    this.#limiter = new PeakLimiter(sampleRateHz);
  }

  get failure(): Promise<never> {
    return this.#parts.failure;
  }

  text(text: string): void {
    this.#parts.text(text);
  }

  audio(pcm: Int16Array): void {
    if (this.#parts.isVoid) return;
    this.#cut(this.#resampler.push(this.#limiter.push(pcm)));
  }

  /** A part never spans two texts. */
  audioEnded(): void {
    this.#cut(this.#resampler.push(this.#limiter.flush()));
    this.#cut(this.#resampler.flush());
    // A tail in which nothing is heard is not worth a prompt and the pauses around it.
    this.#store(this.#cutter.flush().filter((pcm) => !isSilent(pcm)));
    this.#parts.segmentEnded();
  }

  replyEnded(): void {
    this.#beginAnew();
    this.#parts.replyEnded();
  }

  cutOff(): void {
    this.#drop();
    this.#parts.cutOff();
  }

  interrupted(): void {
    this.#drop();
    this.#parts.interrupted();
  }

  mute(muted: boolean): void {
    if (muted) this.#drop();
    this.#parts.mute(muted);
  }

  close(): void {
    this.#resampler.close();
  }

  #drop(): void {
    this.#limiter.flush();
    this.#resampler.flush();
    this.#beginAnew();
  }

  #beginAnew(): void {
    this.#lead = new QuietLead();
    this.#cutter = new PartCutter();
  }

  #cut(pcm: Int16Array): void {
    this.#store(this.#cutter.push(this.#lead.push(pcm)));
  }

  #store(parts: readonly Int16Array[]): void {
    if (parts.length > 0) this.#parts.store(parts);
  }
}
