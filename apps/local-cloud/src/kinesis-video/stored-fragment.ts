import { block, type ConnectMkvVariant } from '@patchbay/testing';
import type { MediaBlock } from './media-streams';

/** Part of a fragment as it is delivered, and when it came in. */
interface StoredBlock {
  /** The SimpleBlock, written once for every reader. */
  readonly bytes: Uint8Array;
  /** Monotonic milliseconds. */
  readonly appendedAtMs: number;
}

export interface FragmentHead {
  /** Counts the fragments of a stream. */
  readonly index: number;
  /** Decimal digits, unique and growing over all streams. */
  readonly number: string;
  readonly producerTimestampMs: number;
  readonly serverTimestampMs: number;
  readonly variant: ConnectMkvVariant;
}

const SAMPLES_PER_MS = 8;

/** One fragment of a stream: its blocks as they come in, and whose it is. */
export class StoredFragment {
  readonly head: FragmentHead;
  readonly blocks: StoredBlock[] = [];
  contactId: string | undefined;
  instanceId: string | undefined;
  /** Monotonic milliseconds; undefined while blocks may still come. */
  closedAtMs: number | undefined;
  #endMs: number;

  constructor(head: FragmentHead) {
    this.head = head;
    this.#endMs = head.producerTimestampMs;
  }

  /** Epoch milliseconds of the producer's clock at which the fragment's sound ends. */
  get endMs(): number {
    return this.#endMs;
  }

  add({ track, pcm, producerTimestampMs }: MediaBlock, appendedAtMs: number): void {
    const offsetMs = Math.round(producerTimestampMs) - this.head.producerTimestampMs;
    const content = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    const bytes = block(track, offsetMs, content, this.head.variant);
    this.blocks.push({ bytes, appendedAtMs });
    this.#endMs = Math.max(this.#endMs, producerTimestampMs + pcm.length / SAMPLES_PER_MS);
  }
}
