import { encodeMulaw, TELEPHONE_RATE_HZ, writeMulawWav } from '@patchbay/audio';
import { errorName, type Clock, type Logger, type ObjectStore } from '@patchbay/platform';
import type { Conversation } from '../conversation/conversation';
import type { Signal } from '../signal';

export interface ReplyPartsOptions {
  readonly contactId: string;
  readonly conversation: Conversation;
  readonly changed: Signal;
  readonly prompts: ObjectStore;
  /** Names the call's n-th part, from 1. */
  readonly partKey: (part: number) => string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** PCM16 mono at 8 kHz, each part to be played as one prompt. */
type Parts = readonly Int16Array[];

/**
 * A call's replies on their way to the flow: each part is stored as µ-law WAV and then told to the
 * conversation. Steps happen one after the other, so that text, parts and ends keep their order,
 * and each under the reply that was being spoken when it came: of an interrupted one nothing more
 * becomes known.
 */
export class ReplyParts {
  readonly #options: ReplyPartsOptions;
  readonly #failure = Promise.withResolvers<never>();
  #parts = 0;
  #isVoid = false;
  #isMuted = false;
  #steps: Promise<void> = Promise.resolve();

  constructor(options: ReplyPartsOptions) {
    this.#options = options;
  }

  /** Rejects with the first part that is lost; never resolves. */
  get failure(): Promise<never> {
    return this.#failure.promise;
  }

  /** What still comes belongs to a reply that was interrupted or is not to be heard. */
  get isVoid(): boolean {
    return this.#isVoid;
  }

  text(text: string): void {
    if (this.#isMuted) return;
    this.#isVoid = false;
    const { conversation, clock } = this.#options;
    this.#then((reply) => conversation.replyText(reply, text, clock.nowMs()));
  }

  /** Parts of the newest text, just finished. */
  store(parts: Parts): void {
    const finishedAtMs = this.#options.clock.monotonicMs();
    this.#then((reply) => this.#storeAll(reply, parts, finishedAtMs));
  }

  /** Parts of the newest text that are still being made; what follows them waits. */
  storeOnceMade(making: Promise<Parts>): void {
    // It may fail while a step before this one is still at work.
    making.catch(() => undefined);
    this.#then(async (reply) => {
      if (reply !== this.#options.conversation.reply) return;
      const parts = await making;
      await this.#storeAll(reply, parts, this.#options.clock.monotonicMs());
    });
  }

  /** All parts of the newest text were given. */
  segmentEnded(): void {
    this.#then((reply) => this.#options.conversation.segmentEnded(reply));
  }

  replyEnded(): void {
    const { conversation, clock } = this.#options;
    this.#then((reply) => conversation.replyEnded(reply, clock.nowMs()));
  }

  cutOff(): void {
    this.#isVoid = true;
    this.#options.conversation.cutOff(this.#options.clock.nowMs());
    this.#options.changed.fire();
  }

  interrupted(): void {
    this.#isVoid = true;
    this.#options.conversation.interrupted(this.#options.clock.nowMs());
    this.#options.changed.fire();
  }

  mute(muted: boolean): void {
    this.#isMuted = muted;
    if (muted) this.interrupted();
  }

  async #storeAll(reply: number, parts: Parts, finishedAtMs: number): Promise<void> {
    for (const pcm of parts) await this.#storePart(reply, pcm, finishedAtMs);
  }

  async #storePart(reply: number, pcm: Int16Array, finishedAtMs: number): Promise<void> {
    const { conversation, prompts, clock, logger, contactId } = this.#options;
    if (reply !== conversation.reply) return;
    this.#parts += 1;
    const part = this.#parts;
    const audioKey = this.#options.partKey(part);
    await prompts.put(audioKey, writeMulawWav(encodeMulaw(pcm)), 'audio/wav');
    conversation.partReady(reply, {
      audioKey,
      durationMs: (pcm.length / TELEPHONE_RATE_HZ) * 1000,
    });
    this.#options.changed.fire();
    const durationMs = clock.monotonicMs() - finishedAtMs;
    logger.debug('reply part stored', { contactId, part, durationMs });
  }

  #then(step: (reply: number) => void | Promise<void>): void {
    const { conversation, changed } = this.#options;
    const reply = conversation.reply;
    this.#steps = this.#steps
      .then(() => step(reply))
      .catch((error: unknown) => this.#lost(error, reply === conversation.reply))
      .finally(() => changed.fire());
  }

  #lost(error: unknown, isMissed: boolean): void {
    const { logger, contactId } = this.#options;
    logger.error('A reply part is lost', { contactId, errorName: errorName(error) });
    if (isMissed) this.#failure.reject(error);
  }
}
