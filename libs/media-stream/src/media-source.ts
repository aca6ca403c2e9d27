/** Where to start reading a stream. */
export type MediaStart =
  /** Starts with the fragment that holds this moment, or the next one. */
  | { readonly kind: 'producer-timestamp'; readonly timestampMs: number }
  /** Starts after this fragment. */
  | { readonly kind: 'after-fragment'; readonly fragmentNumber: string }
  | { readonly kind: 'continuation-token'; readonly token: string };

/** Port: the raw bytes of a media stream (concatenated MKV documents), as they arrive. */
export interface MediaSource {
  /**
   * One session. It ends silently when the service ends it, and ends or rejects when the signal
   * aborts, which frees the socket. Chunks are not written to after they were handed out.
   * @throws MediaStartRefusedError, MediaThrottledError, MediaAccessError, MediaConnectionError
   */
  open(
    streamArn: string,
    start: MediaStart,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>>;
}
