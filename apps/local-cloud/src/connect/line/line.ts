import { joined } from '@patchbay/audio';
import type { MediaBlock, MediaStreams } from '../../kinesis-video/media-streams';
import { Keypad } from './keypad';
import { BLOCK_MS, SAMPLES_PER_MS, type MediaClock } from './media-clock';
import { Microphone, type Surroundings } from './microphone';
import { Track } from './track';
import { TurnTiming } from './turn-timing';

/** One caller's telephone line: sound both ways in the time of its clock, and the keys. */
export class Line {
  readonly keys = new Keypad();
  readonly turns = new TurnTiming();
  readonly #clock: MediaClock;
  readonly #streams: MediaStreams;
  readonly #fromCaller = new Track();
  readonly #microphone: Microphone;
  readonly #toCaller = new Track();
  readonly #hungUp = new AbortController();
  readonly #stopClock: () => void;
  readonly #heard: Int16Array[] = [];
  readonly #onBlock = new Set<() => void>();
  #streamArn: string | undefined;
  /** Everything before it is on record. */
  #passedMs: number;

  constructor(clock: MediaClock, streams: MediaStreams, surroundings?: Surroundings) {
    this.#clock = clock;
    this.#streams = streams;
    this.#microphone = new Microphone(surroundings);
    this.#passedMs = clock.blockStartMs();
    this.#stopClock = clock.onBlock((startMs) => {
      if (startMs >= this.#passedMs) this.#passBlock(startMs + BLOCK_MS);
    });
  }

  /** Aborts when the line is cut. */
  get closed(): AbortSignal {
    return this.#hungUp.signal;
  }

  /** How many times as fast as life its time runs; services do not. */
  get speed(): number {
    return this.#clock.speed;
  }

  /** Epoch milliseconds on the line. */
  nowMs(): number {
    return this.#clock.nowMs();
  }

  /** Resolves after that time on the line, or when the line is cut. */
  pause(durationMs: number): Promise<void> {
    return this.#clock.sleepUntil(this.nowMs() + durationMs, this.closed);
  }

  /**
   * Plays a prompt (PCM16, 8 kHz) to its end, to `stop`, or until the line is cut. The caller's
   * speech does not stop it. `onStart` learns of {@link TurnTiming.botSpeaks}.
   */
  async play(
    pcm: Int16Array,
    { stop, onStart }: { stop?: AbortSignal; onStart?: (heardAfterMs?: number) => void } = {},
  ): Promise<void> {
    const startMs = this.#toCaller.place(this.nowMs(), pcm);
    const heardAfterMs = this.turns.botSpeaks(startMs, pcm);
    onStart?.(heardAfterMs);
    const ended = stop ? AbortSignal.any([stop, this.closed]) : this.closed;
    await this.#clock.sleepUntil(startMs + pcm.length / SAMPLES_PER_MS, ended);
    if (!stop?.aborted) return;
    this.#toCaller.cut(this.nowMs());
    this.turns.botWasCut(this.nowMs());
  }

  /** The caller speaks (PCM16, 8 kHz); resolves when it is said. */
  speak(pcm: Int16Array): Promise<void> {
    this.turns.callerSpeaks(this.nowMs(), pcm);
    return this.murmur(pcm);
  }

  /** The caller makes a sound that takes no turn; resolves when it is over. */
  async murmur(pcm: Int16Array): Promise<void> {
    const startMs = this.#fromCaller.place(this.nowMs(), pcm);
    await this.#clock.sleepUntil(startMs + pcm.length / SAMPLES_PER_MS, this.closed);
  }

  /** Waits, looking at every block. @returns false when the time is up or the line is cut */
  async until(holds: () => boolean, timeoutMs: number): Promise<boolean> {
    const found = new AbortController();
    const look = () => {
      if (holds()) found.abort();
    };
    this.#onBlock.add(look);
    const over = AbortSignal.any([found.signal, this.closed]);
    await this.#clock.sleepUntil(this.nowMs() + timeoutMs, over);
    this.#onBlock.delete(look);
    return found.signal.aborted;
  }

  /** From now on both directions go to a media stream. */
  startStreaming(contactId: string, instanceId: string) {
    const streamArn = this.#streams.acquire(contactId, instanceId);
    this.#streamArn = streamArn;
    return { streamArn, startTimestampMs: this.#passedMs };
  }

  stopStreaming(): void {
    if (this.#streamArn !== undefined) this.#streams.release(this.#streamArn);
    this.#streamArn = undefined;
  }

  /** Cuts the line: what sounded until now is kept, nothing follows. Cutting it again does nothing. */
  hangUp(): void {
    if (this.closed.aborted) return;
    this.#stopClock();
    this.#passBlock(this.nowMs());
    this.stopStreaming();
    this.#hungUp.abort();
  }

  /** All that the caller heard so far: PCM16, 8 kHz. */
  heard(): Int16Array {
    return joined(this.#heard);
  }

  #passBlock(endMs: number): void {
    const startMs = this.#passedMs;
    this.#passedMs = endMs;
    const heard = this.#toCaller.read(startMs, endMs);
    this.#heard.push(heard);
    this.#stream([
      {
        track: 'AUDIO_FROM_CUSTOMER',
        pcm: this.#microphone.pickUp(this.#fromCaller.read(startMs, endMs), heard),
        producerTimestampMs: startMs,
      },
      { track: 'AUDIO_TO_CUSTOMER', pcm: heard, producerTimestampMs: startMs },
    ]);
    for (const look of [...this.#onBlock]) look();
  }

  #stream(blocks: readonly MediaBlock[]): void {
    if (this.#streamArn === undefined || blocks[0]?.pcm.length === 0) return;
    this.#streams.append(this.#streamArn, blocks);
  }
}
