import type { InvokeModelWithBidirectionalStreamInput } from '@aws-sdk/client-bedrock-runtime';
import type { Clock } from '@patchbay/platform';
import type { InputEvent } from './input-events';

/**
 * Sound of one event. It comes in bursts, a fragment of the media stream at a time, and after a loss
 * many seconds at once: each event costs a signature, a checksum and two encodings.
 */
const LONGEST_EVENT_MS = 320;

/** Sound that has arrived and was not taken yet. */
interface Sound {
  readonly pieces: Int16Array[];
  samples: number;
}

type Waiting = ({ readonly event: InputEvent } | { readonly sound: Sound }) & {
  readonly sinceMs: number;
};

export interface InputStreamOptions {
  readonly sampleRateHz: number;
  readonly toEvent: (pcm: Uint8Array) => InputEvent;
  readonly clock: Clock;
}

/**
 * What goes to the model, in order. Sound waits for nothing, but what has arrived by the time that
 * the connection takes the next event goes in one: one event for a burst, not one a packet.
 * It never throws while it is read: an error in it would hang the SDK's call.
 */
export class InputStream implements AsyncIterable<InvokeModelWithBidirectionalStreamInput> {
  readonly #options: InputStreamOptions;
  readonly #longestEvent: number;
  #waiting: Waiting[] = [];
  #lastTakenMs = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(options: InputStreamOptions) {
    this.#options = options;
    this.#longestEvent = (LONGEST_EVENT_MS * options.sampleRateHz) / 1000;
  }

  send(event: InputEvent): void {
    this.#add({ event, sinceMs: this.#options.clock.monotonicMs() });
  }

  sendSound(pcm: Int16Array): void {
    for (let offset = 0; offset < pcm.length;) {
      const sound = this.#roomySound();
      const piece = pcm.subarray(offset, offset + this.#longestEvent - sound.samples);
      sound.pieces.push(piece);
      sound.samples += piece.length;
      offset += piece.length;
    }
  }

  /** Nothing more comes; what waits is still taken. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** For how long the connection has not taken what is next, in milliseconds. */
  get waitMs(): number {
    const [next] = this.#waiting;
    if (!next) return 0;
    return this.#options.clock.monotonicMs() - Math.max(next.sinceMs, this.#lastTakenMs);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<InvokeModelWithBidirectionalStreamInput> {
    for (;;) {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
        this.#lastTakenMs = this.#options.clock.monotonicMs();
        const event = 'event' in next ? next.event : this.#options.toEvent(joined(next.sound));
        yield { chunk: { bytes: Buffer.from(JSON.stringify({ event })) } };
      }
      if (this.#ended) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #roomySound(): Sound {
    const last = this.#waiting.at(-1);
    if (last && 'sound' in last && last.sound.samples < this.#longestEvent) return last.sound;
    const sound: Sound = { pieces: [], samples: 0 };
    this.#add({ sound, sinceMs: this.#options.clock.monotonicMs() });
    return sound;
  }

  #add(waiting: Waiting): void {
    if (this.#ended) return;
    this.#waiting.push(waiting);
    this.#wake?.();
  }
}

function joined({ pieces }: Sound): Uint8Array {
  const bytes = pieces.map((pcm) => Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength));
  const [only] = bytes;
  return bytes.length === 1 && only ? only : Buffer.concat(bytes);
}
