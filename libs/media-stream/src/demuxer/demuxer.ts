/** What a bridge needs to know of a media document, in the order of the bytes. */
export type MediaElement =
  /** A new document, which is a new fragment, begins; its tracks follow. */
  | { readonly kind: 'document' }
  | { readonly kind: 'track'; readonly trackNumber: number; readonly name: string }
  /** Epoch milliseconds, by the producer's clock, that the blocks which follow count from. */
  | { readonly kind: 'cluster'; readonly timecodeMs: number }
  | MediaBlockElement
  | { readonly kind: 'tag'; readonly name: string; readonly value: string };

/** Audio of one track: PCM16 little-endian, never empty, never half a sample. */
export interface MediaBlockElement {
  readonly kind: 'block';
  readonly trackNumber: number;
  /** Epoch milliseconds of the first sample, by the producer's clock. */
  readonly timecodeMs: number;
  /** A view into the chunk that was pushed where that held the whole block. */
  readonly payload: Uint8Array;
}

/** Port: turns the bytes of one media session (concatenated MKV documents, cut anywhere) into elements. */
export interface Demuxer {
  /**
   * The elements that `chunk` completes. The chunk must not be written to afterwards.
   * @throws MalformedMediaError, MediaLimitError, LacedBlockError: this session is over.
   */
  push(chunk: Uint8Array): MediaElement[];
  /** @throws TruncatedMediaError when the bytes stopped inside an element. */
  end(): void;
}

/** `incremental` is our own and the fast one; `ebml` builds on the npm package of that name. */
export type DemuxerKind = 'incremental' | 'ebml';
