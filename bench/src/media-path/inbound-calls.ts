import type { ResamplerFactory } from '@patchbay/audio';
import { readCallAudio, type CallAudioReader, type MediaSource } from '@patchbay/media-stream';
import { concatBytes, connectCall } from '@patchbay/testing';
import { speech } from './speech';

const CONTACT_ID = '00000000-0000-4000-8000-000000000001';
const START_MS = 1_700_000_000_000;
/** As a socket hands it over. */
const CHUNK_BYTES = 4096;

/** Many calls that listen at once: bytes of Kinesis Video through the reader to the model's 16 kHz. */
export class InboundCalls {
  readonly #feed: ChunkFeed;
  readonly #abort = new AbortController();
  readonly #listening: Promise<number>[];

  /** `media`: what each of the calls will be sent. */
  constructor(calls: number, media: Uint8Array, resamplers: ResamplerFactory) {
    this.#feed = new ChunkFeed(media, calls);
    this.#listening = Array.from({ length: calls }, () => {
      const audio = readCallAudio({
        source: this.#feed,
        streamArn: 'stream',
        contactId: CONTACT_ID,
        start: { timestampMs: START_MS },
        signal: this.#abort.signal,
      });
      return listen(audio, resamplers);
    });
  }

  /** Every call hears the next bytes; resolves when all of them have. */
  hear(bytes: number): Promise<void> {
    return this.#feed.release(Math.floor(bytes / CHUNK_BYTES));
  }

  /** Ends the calls. @returns the samples at 16 kHz that each of them heard. */
  async end(): Promise<number[]> {
    this.#abort.abort();
    this.#feed.close();
    return Promise.all(this.#listening);
  }
}

/** A call's media as Connect leaves it: speech on the caller's track and on the other one. */
export function mediaOf(seconds: number): Uint8Array {
  const pcm = speech(8000, seconds);
  return concatBytes(
    connectCall({
      contactId: CONTACT_ID,
      startMs: START_MS,
      pcm: { AUDIO_FROM_CUSTOMER: pcm, AUDIO_TO_CUSTOMER: pcm },
    }),
  );
}

async function listen(audio: CallAudioReader, resamplers: ResamplerFactory): Promise<number> {
  const resampler = resamplers(8000, 16000);
  let samples = 0;
  for await (const stretches of audio) {
    for (const { pcm } of stretches) samples += resampler.push(pcm).length;
  }
  resampler.close();
  return samples;
}

/** A media source that gives each of its sessions the same bytes, so many chunks as are released. */
class ChunkFeed implements MediaSource {
  readonly #media: Uint8Array;
  readonly #sessions: number;
  #released = 0;
  #waiting: (() => void)[] = [];
  #allWait = () => undefined as void;
  #isClosed = false;

  constructor(media: Uint8Array, sessions: number) {
    this.#media = media;
    this.#sessions = sessions;
  }

  async open(): Promise<AsyncIterable<Uint8Array>> {
    return this.#chunks();
  }

  /** Resolves when every session has taken the released chunks and waits for more. */
  async release(chunks: number): Promise<void> {
    const done = new Promise<void>((resolve) => (this.#allWait = resolve));
    this.#released += chunks;
    this.#wake();
    await done;
  }

  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  #wake(): void {
    for (const resume of this.#waiting.splice(0)) resume();
  }

  async *#chunks(): AsyncGenerator<Uint8Array> {
    for (let chunk = 0; ; chunk += 1) {
      if (chunk >= this.#released) await this.#turn();
      if (this.#isClosed) return;
      // A copy: a socket's chunk is memory of its own.
      yield this.#media.slice(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES);
      // Calls take turns, as they would on the network.
      await new Promise(setImmediate);
    }
  }

  #turn(): Promise<void> {
    return new Promise((resume) => {
      if (this.#waiting.push(resume) === this.#sessions) this.#allWait();
    });
  }
}
