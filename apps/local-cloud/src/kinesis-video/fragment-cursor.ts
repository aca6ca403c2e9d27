import { documentEnd, documentStart } from '@patchbay/testing';
import type { MediaStream } from './media-stream';
import type { StoredFragment } from './stored-fragment';

/** How a stream is delivered: block by block as they come, or each fragment when it is whole. */
export type Delivery = 'frames' | 'fragments';

/** The next stretch of a session, and the monotonic moment from which it may be seen. */
export interface Piece {
  readonly ingestedAtMs: number;
  /** Writes the bytes and moves on. */
  take(nowMs: number): Uint8Array;
}

/** Goes through a stream's fragments, each as a document of its own: start, blocks, end. */
export class FragmentCursor {
  readonly #stream: MediaStream;
  readonly #delivery: Delivery;
  #accepts: (fragment: StoredFragment) => boolean;
  #fragment: StoredFragment | undefined;
  /** Pieces of the fragment that were taken: its start is 0, the first block 1. */
  #taken = 0;

  constructor(
    stream: MediaStream,
    accepts: (fragment: StoredFragment) => boolean,
    delivery: Delivery,
  ) {
    this.#stream = stream;
    this.#accepts = accepts;
    this.#delivery = delivery;
  }

  /** Undefined while nothing more has been ingested. */
  peek(): Piece | undefined {
    this.#fragment ??= this.#stream.find(this.#accepts);
    const fragment = this.#fragment;
    if (!fragment) return undefined;
    const blocks = fragment.blocks.length;
    if (this.#taken === 0) return this.#piece(fragment, 0, () => start(fragment));
    const next = fragment.blocks[this.#taken - 1];
    if (next) return this.#piece(fragment, this.#taken - 1, () => next.bytes);
    return this.#taken > blocks ? this.#end(fragment) : undefined;
  }

  #piece(fragment: StoredFragment, block: number, bytes: () => Uint8Array): Piece | undefined {
    const isByFrame = this.#delivery === 'frames';
    const ingestedAtMs = isByFrame ? fragment.blocks[block]?.appendedAtMs : fragment.closedAtMs;
    if (ingestedAtMs === undefined) return undefined;
    return {
      ingestedAtMs,
      take: () => {
        this.#taken++;
        return bytes();
      },
    };
  }

  #end(fragment: StoredFragment): Piece | undefined {
    if (fragment.closedAtMs === undefined) return undefined;
    return {
      ingestedAtMs: fragment.closedAtMs,
      take: (nowMs) => {
        this.#accepts = ({ head }) => head.index > fragment.head.index;
        this.#fragment = undefined;
        this.#taken = 0;
        return end(fragment, nowMs);
      },
    };
  }
}

const start = ({ head }: StoredFragment) =>
  documentStart({ ...head, fragmentNumber: head.number }, head.variant);

function end({ head, contactId, instanceId }: StoredFragment, nowMs: number): Uint8Array {
  return documentEnd(
    {
      ...head,
      fragmentNumber: head.number,
      contactId,
      instanceId,
      millisBehindNow: Math.max(0, Math.round(nowMs - head.serverTimestampMs)),
    },
    head.variant,
  );
}
