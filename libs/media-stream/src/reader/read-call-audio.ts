import { backoffMs, type Clock, isRetryable, sleep, systemClock } from '@patchbay/platform';
import { createDemuxer, type Demuxer, type DemuxerKind } from '../demuxer';
import { MediaStartRefusedError } from '../media-source-errors';
import type { MediaSource } from '../media-source';
import type { CallAudio } from './call-audio';
import { CallMedia } from './call-media';
import { MediaLostError } from './errors';
import { readSession } from './media-session';
import { ATTEMPTS_PER_START, resumeStart } from './resume';
import { MEDIA_READER_DEFAULTS, type MediaReaderSettings } from './settings';

export interface CallAudioOptions {
  readonly source: MediaSource;
  readonly streamArn: string;
  readonly contactId: string;
  readonly start: {
    /** Epoch milliseconds at which Connect started streaming for this contact. */
    readonly timestampMs: number;
    /** Resumes a call that another reader heard up to the end of this fragment. */
    readonly afterFragment?: string | undefined;
  };
  readonly demuxer?: DemuxerKind | undefined;
  readonly clock?: Clock;
  readonly settings?: Partial<MediaReaderSettings>;
  /** Ends the reading; the call is over or goes elsewhere. */
  readonly signal: AbortSignal;
}

/** What a reader can tell of itself at any time. */
export interface MediaStatus {
  /** For the call's record: another reader can resume behind it. */
  readonly lastWholeFragment: string | undefined;
  /** Stretches without sound between fragments, filled with silence. */
  readonly gaps: number;
  readonly gapMs: number;
  /** GetMedia sessions opened so far. */
  readonly sessions: number;
  readonly ended: 'aborted' | 'contact-changed' | undefined;
}

/** Hands out what has arrived together in one piece: live a stretch or two, of a backlog seconds. */
export interface CallAudioReader extends AsyncIterable<readonly CallAudio[]> {
  readonly status: MediaStatus;
}

/**
 * The sound of one call, live, across as many media sessions as it takes. It ends when the signal
 * aborts or another contact takes the stream. Nothing is read ahead of the listener.
 * @throws MediaLostError after repeated failures; errors that are not retryable as they come.
 */
export function readCallAudio(options: CallAudioOptions): CallAudioReader {
  return new CallReading(options);
}

class CallReading implements CallAudioReader {
  readonly #options: CallAudioOptions;
  readonly #settings: MediaReaderSettings;
  readonly #clock: Clock;
  readonly #media: CallMedia;
  #sessions = 0;
  #openedAtMs = Number.NEGATIVE_INFINITY;
  #failures = 0;

  constructor(options: CallAudioOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#settings = { ...MEDIA_READER_DEFAULTS, ...options.settings };
    const { timestampMs, afterFragment } = options.start;
    this.#media = new CallMedia(
      { contactId: options.contactId, startMs: timestampMs, afterFragment },
      this.#settings,
    );
  }

  get status(): MediaStatus {
    const { count, lengthMs } = this.#media.gaps;
    const aborted = this.#options.signal.aborted ? 'aborted' : undefined;
    return {
      lastWholeFragment: this.#media.position.lastWholeFragment,
      gaps: count,
      gapMs: lengthMs,
      sessions: this.#sessions,
      ended: this.#media.isOver ? 'contact-changed' : aborted,
    };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CallAudio[]> {
    while (!this.#isDone) {
      await this.#pause();
      if (this.#isDone) return;
      const before = this.#media.progress;
      try {
        yield* this.#session();
        if (this.#media.progress > before) this.#failures = 0;
      } catch (error) {
        if (!this.#options.signal.aborted) this.#countFailure(error, before);
      }
    }
  }

  get #isDone(): boolean {
    return this.#media.isOver || this.#options.signal.aborted;
  }

  /** Keeps to the call rate of GetMedia, and backs off when reopening at once did not help. */
  async #pause(): Promise<void> {
    const { minimumOpenIntervalMs, backoffBaseMs: baseMs, backoffCapMs: capMs } = this.#settings;
    const sinceOpenMs = this.#clock.monotonicMs() - this.#openedAtMs;
    const repeats = this.#failures - 1;
    const waitMs = repeats > 0 ? backoffMs(repeats, { baseMs, capMs }) : 0;
    const delayMs = Math.max(minimumOpenIntervalMs - sinceOpenMs, waitMs);
    if (delayMs > 0) await sleep(delayMs, this.#options.signal);
  }

  async *#session(): AsyncGenerator<CallAudio[]> {
    this.#sessions++;
    this.#openedAtMs = this.#clock.monotonicMs();
    this.#media.startSession();
    const { source, streamArn, signal, demuxer: kind } = this.#options;
    const start = resumeStart(this.#media.position, this.#failures);
    const { idleTimeoutMs } = this.#settings;
    const demuxer = createDemuxer(kind);
    for await (const chunk of readSession({ source, streamArn, start, idleTimeoutMs, signal })) {
      const { sound, failure } = this.#hear(demuxer, chunk);
      if (sound.length > 0) yield sound;
      if (failure) throw failure;
      if (this.#isDone) return;
    }
    demuxer.end();
  }

  /** The sound that a chunk makes known, up to where it fails, if it does: no sound is lost by that. */
  #hear(demuxer: Demuxer, chunk: Uint8Array): { sound: CallAudio[]; failure?: unknown } {
    const sound: CallAudio[] = [];
    try {
      for (const element of demuxer.push(chunk)) {
        sound.push(...this.#media.accept(element));
        if (this.#media.failure) throw this.#media.failure;
        if (this.#isDone) break;
      }
      return { sound };
    } catch (failure) {
      return { sound, failure };
    }
  }

  /** A failure counts unless the session brought something new; a refused start is not tried again. */
  #countFailure(error: unknown, progressBefore: number): void {
    if (!isRetryable(error)) throw error;
    if (this.#media.progress > progressBefore) this.#failures = 0;
    this.#failures += error instanceof MediaStartRefusedError ? ATTEMPTS_PER_START : 1;
    if (this.#failures >= this.#settings.maxFailures)
      throw new MediaLostError(this.#failures, error);
  }
}
